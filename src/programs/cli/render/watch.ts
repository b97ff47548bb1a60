import * as DateTime from "effect/DateTime"
import type { WatchNews, WatchRound } from "../../../domain/sync/watch/WatchRound.js"
import type { Style } from "./Style.js"
import { count } from "./words.js"

/** Lines of one round, each beginning with the time of day. */
export interface RoundText {
  /** What was done: for stdout. */
  readonly done: ReadonlyArray<string>
  /** What is wrong: for stderr. */
  readonly errors: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
}

type News<Tag extends WatchNews["_tag"]> = Extract<WatchNews, { readonly _tag: Tag }>

const amounts = (bodies: number, events: number): string =>
  [
    ...(bodies === 0 ? [] : [count(bodies, "body", "bodies")]),
    ...(events === 0 ? [] : [count(events, "event")])
  ].join(" and ")

const delivered = ({ alreadyThere, events, mission, uploaded }: News<"Delivered">, { foreign }: Style): string => {
  if (uploaded > 0) return `delivered ${count(uploaded, "body", "bodies")} of ${foreign(mission)}`
  return alreadyThere > 0
    ? `${foreign(mission)}: ${count(alreadyThere, "body", "bodies")} already there`
    : `sent ${count(events, "event")} of ${foreign(mission)}`
}

const recovered: Record<News<"Recovered">["what"], string> = {
  server: "the server takes what is sent again",
  queue: "the delivery queue can be used again",
  watcher: "changes are seen as they happen again",
  missions: "the missions can be read again"
}

/** Faults that the watch itself gets over: what to do about them in a single run is of no use here. */
const passing: ReadonlySet<string> = new Set(["SERVER-06", "SERVER-08", "QUEUE-03"])

const fault = ({ diagnostic, kept }: News<"Fault">, { bad, foreign, warn }: Style): string => {
  const { code, fix, message, severity, why } = diagnostic
  const head = `${severity} ${code}:`
  const painted = severity === "error" ? bad(head) : severity === "warning" ? warn(head) : head
  const waiting = kept === null || kept.bodies + kept.events === 0 ? "" : `  kept: ${amounts(kept.bodies, kept.events)}`
  const next = fix === null || passing.has(code) ? "" : `  next: ${foreign(fix)}`
  return `${painted} ${foreign(message)}${why === null ? "" : ` (${foreign(why)})`}${waiting}${next}`
}

const namesShown = 3
const names = (missions: ReadonlyArray<string>, { foreign }: Style): string => {
  const more = missions.length - namesShown
  return missions.slice(0, namesShown).map(foreign).join(", ") + (more > 0 ? ` and ${more} more` : "")
}

const of = <Tag extends WatchNews["_tag"]>(news: ReadonlyArray<WatchNews>, tag: Tag) =>
  news.filter((it): it is News<Tag> => it._tag === tag)

/** Of the first round only what the server did not have is told: the rest is as it was. */
const doneLines = (news: ReadonlyArray<WatchNews>, style: Style): ReadonlyArray<string> => {
  const began = of(news, "Began")
  const appeared = of(news, "Appeared").map(({ mission }) => mission)
  const gone = of(news, "Gone").map(({ mission }) => mission)
  return [
    ...began.map(({ missions, server }) =>
      `watching ${count(missions, "mission")}${server === null ? "" : ` for ${style.foreign(server)}`}; Ctrl-C ends it`),
    ...(appeared.length === 0 ? [] : [`new: ${names(appeared, style)}`]),
    ...(gone.length === 0 ? [] : [`gone: ${names(gone, style)}; what was queued is kept`]),
    ...of(news, "Recovered").map(({ what }) => recovered[what]),
    ...of(news, "Delivered").filter(({ uploaded }) => began.length === 0 || uploaded > 0).map((it) => delivered(it, style)),
    ...of(news, "Queued").map(({ bodies, events, mission }) => `queued ${amounts(bodies, events)} of ${style.foreign(mission)}`)
  ]
}

/** One line for each thing that happened; a fault when it begins, and a word when it is over. */
export const roundText = ({ atMs, news }: WatchRound, style: Style): RoundText => {
  const time = DateTime.formatLocal(DateTime.unsafeMake(atMs), { locale: "en-GB", timeStyle: "medium" })
  const timed = (line: string) => `${style.faint(time)} ${line}`
  const faults = (isError: boolean) =>
    of(news, "Fault").filter(({ diagnostic }) => (diagnostic.severity === "error") === isError).map((it) => timed(fault(it, style)))
  return { done: doneLines(news, style).map(timed), errors: faults(true), warnings: faults(false) }
}
