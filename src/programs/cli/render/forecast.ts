import type { Forecast, Need } from "../../../domain/dossier/forecast.js"
import type { Style } from "./Style.js"
import { count } from "./words.js"

const packagesShown = 4

const needText = (need: Need, { foreign }: Style): string => {
  switch (need.kind) {
    case "file":
      return foreign(need.path)
    case "work_packages": {
      if (need.elsewhere.length === 0) return `work packages, all of them ${need.lane} (there are none)`
      const shown = need.elsewhere.slice(0, packagesShown).map(({ lane, wp_id }) => `${foreign(wp_id)} (${lane})`)
      const more = need.elsewhere.length - shown.length
      return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""} to be ${need.lane}`
    }
    case "any_work_package":
      return `one work package in ${need.lane}`
    case "events":
      return `${count(need.wanted - need.there, `more ${foreign(need.type)} event`)} ` +
        `(${need.there} of ${need.wanted} are there)`
    case "decision":
      return `${foreign(need.name)}, a decision that files don't tell`
    case "must_not_hold":
      return `an end to this: ${foreign(need.what)}`
  }
}

/** `to leave step plan you still need tasks.md`. */
export const forecastText = (forecast: Forecast, style: Style): string => {
  const step = style.foreign(forecast.step)
  if (forecast.next_step === null) return `${step} is the last step`
  const next = style.foreign(forecast.next_step)
  return forecast.needs.length === 0
    ? `nothing keeps it from step ${next}`
    : `to leave step ${step} you still need ${forecast.needs.map((need) => needText(need, style)).join(", ")}`
}
