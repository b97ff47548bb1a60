/**
 * When to scan what, decided from changes as they are heard. All times are milliseconds of one clock that never goes
 * back; what they count from does not matter.
 *
 * ```
 *   change  change change                              a mission is due when it has been quiet for `quietMs`,
 *     │       │      │                                 and `patienceMs` after its first change at the latest:
 *  ───┴───────┴──────┴───────── quietMs ──┬───         a storm is scanned now and then, and never in a busy loop
 *     first          last                 due
 * ```
 *
 * 1. Every change is followed by a scan that begins after it.
 * 2. No scan of a mission begins while the mission changes, unless it has done so for `patienceMs`.
 * 3. Once changes end, one scan takes all of them.
 * 4. Everything that is not changing just now is scanned every `rescanEveryMs`, whatever was heard: that is the truth.
 */
export interface Settling {
  /** When everything is scanned, whatever was heard. */
  readonly rescanAtMs: number
  /** Missions that changed since they were scanned, by the name of their folder. */
  readonly unsettled: ReadonlyMap<string, Burst>
  /** When missions that were scanned a moment ago had changed last: whether a change goes on is told by this. */
  readonly lately: ReadonlyMap<string, number>
}

/** Changes of one mission that belong together. */
export interface Burst {
  readonly firstAtMs: number
  readonly lastAtMs: number
  /** The quiet that ends it. */
  readonly quietMs: number
}

/** So long has a mission to be quiet before it is scanned. Editors write a file in several steps. */
export const quietMs = 300
/**
 * The same for a mission that went on changing after it was scanned. A watcher of the operating system may hold back what
 * it sees of a storm for half a second at a time, which is no quiet.
 */
export const stormQuietMs = 650
/** A mission that is never quiet is scanned this long after it began to change. */
export const patienceMs = 3_000

/** What is to be scanned now. */
export type DueScan =
  /** `except` the missions that are not quiet yet: their own scan is to come. */
  | { readonly _tag: "Everything"; readonly except: ReadonlySet<string> }
  | { readonly _tag: "Missions"; readonly slugs: ReadonlySet<string> }
  | { readonly _tag: "Nothing" }

/** At the beginning everything is to be scanned, at once. */
export const settlingFrom = (nowMs: number): Settling => ({
  rescanAtMs: nowMs,
  unsettled: new Map(),
  lately: new Map()
})

const withBurst = (settling: Settling, slug: string, burst: Burst): Settling => ({
  ...settling,
  unsettled: new Map(settling.unsettled).set(slug, burst)
})

/** Something in this mission changed. */
export const changed = (settling: Settling, slug: string, nowMs: number): Settling => {
  const burst = settling.unsettled.get(slug)
  if (burst !== undefined) return withBurst(settling, slug, { ...burst, lastAtMs: nowMs })
  const goesOn = nowMs - (settling.lately.get(slug) ?? -Infinity) < stormQuietMs
  return withBurst(settling, slug, { firstAtMs: nowMs, lastAtMs: nowMs, quietMs: goesOn ? stormQuietMs : quietMs })
}

/** Something changed, and nobody knows what. Such news may come as a storm as well, so it gets the patience of one. */
export const lostTrack = (settling: Settling, nowMs: number): Settling => ({
  ...settling,
  rescanAtMs: Math.min(settling.rescanAtMs, nowMs + patienceMs)
})

/** Everything is to be scanned now: what happened while nobody listened is not known. */
export const scanAll = (settling: Settling, nowMs: number): Settling => ({
  ...settling,
  rescanAtMs: Math.min(settling.rescanAtMs, nowMs)
})

/**
 * A scan did not get all of this mission (a file that changed while it was read, a queue that was busy): it is to be
 * scanned again, without being asked, after `pauseMs`. A change that is heard earlier brings it forward.
 */
export const unfinished = (settling: Settling, slug: string, nowMs: number, pauseMs = patienceMs): Settling =>
  settling.unsettled.has(slug)
    ? settling
    : withBurst(settling, slug, { firstAtMs: nowMs + pauseMs - patienceMs, lastAtMs: nowMs + pauseMs - quietMs, quietMs })

const dueAt = (burst: Burst): number => Math.min(burst.lastAtMs + burst.quietMs, burst.firstAtMs + patienceMs)

/** When there is something to scan next. */
export const nextScanAt = ({ rescanAtMs, unsettled }: Settling): number =>
  [...unsettled.values()].reduce((earliest, burst) => Math.min(earliest, dueAt(burst)), rescanAtMs)

/** Takes what is due; its changes are forgotten, those that come while it is scanned are new ones. */
export const takeDue = (
  settling: Settling,
  nowMs: number,
  rescanEveryMs: number
): readonly [due: DueScan, after: Settling] => {
  const isDue = ([, burst]: readonly [string, Burst]) => dueAt(burst) <= nowMs
  const taken = [...settling.unsettled].filter(isDue)
  const unsettled = new Map([...settling.unsettled].filter((entry) => !isDue(entry)))
  const lately = new Map([
    ...[...settling.lately].filter(([, lastAtMs]) => nowMs - lastAtMs < stormQuietMs),
    ...taken.map(([slug, { lastAtMs }]) => [slug, lastAtMs] as const)
  ])
  if (settling.rescanAtMs <= nowMs) {
    return [{ _tag: "Everything", except: new Set(unsettled.keys()) }, { rescanAtMs: nowMs + rescanEveryMs, unsettled, lately }]
  }
  return taken.length === 0
    ? [{ _tag: "Nothing" }, settling]
    : [{ _tag: "Missions", slugs: new Set(taken.map(([slug]) => slug)) }, { ...settling, unsettled, lately }]
}

/** What was taken could not be scanned after all: it is due again after `pauseMs`. */
export const putBack = (settling: Settling, due: DueScan, nowMs: number, pauseMs: number): Settling => {
  switch (due._tag) {
    case "Everything":
      return { ...settling, rescanAtMs: Math.min(settling.rescanAtMs, nowMs + pauseMs) }
    case "Missions":
      return [...due.slugs].reduce((after, slug) => unfinished(after, slug, nowMs, pauseMs), settling)
    case "Nothing":
      return settling
  }
}
