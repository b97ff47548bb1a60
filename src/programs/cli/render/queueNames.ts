import type { Style } from "./Style.js"

interface Named {
  readonly mission_slug: string | null
  readonly subject: string
}

/** `047-mission/spec.md`, escaped; an event by its type. */
export const itemName = ({ mission_slug, subject }: Named, { foreign }: Style): string =>
  foreign(mission_slug === null ? subject : `${mission_slug}/${subject}`)

const longestShown = 120

/** What was said of an item as one line of a list, escaped; a server may say more than a line holds. */
export const shortReason = (code: string | null, reason: string | null, { foreign }: Style): string => {
  const characters = [...[code, reason].filter((part) => part !== null).join(": ")]
  const shown = characters.length <= longestShown ? characters : [...characters.slice(0, longestShown - 3), "..."]
  return foreign(shown.join(""))
}
