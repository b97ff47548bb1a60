import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type { Explained } from "../../domain/Explained.js"
import { type Check, type Observation, notOk } from "../../domain/health/Check.js"
import type { Look } from "./Look.js"

const failed = (error: Explained): Observation =>
  notOk("error", { code: error.code, why: `${error.message} ${error.why}`, fix: error.next, target: error.target })

/** The same fault stands in the way of several looks: it is told once, where it was met first. */
const inTheWay = (error: Explained, metBy: string): Observation =>
  notOk("unknown", {
    code: error.code,
    why: `could not be looked at, see ${metBy}: ${error.message}`,
    fix: error.next,
    target: error.target
  })

const bug = (cause: Cause.Cause<never>): Observation =>
  notOk("unknown", {
    why: `could not be looked at, for a bug inside spec-kitty: ${Cause.pretty(cause).split("\n", 1)[0] ?? ""}`,
    fix: "run spec-kitty doctor --log-level debug and report what it says"
  })

/**
 * Takes every look, one after another, whatever became of the ones before. One that could not be taken is an error, or
 * unknown where the same fault was told already; never `ok`.
 */
export const examine = Effect.fn("examine")(function*<R>(looks: ReadonlyArray<Look<R>>) {
  const met = new Map<string, string>()
  const checks: Array<Check> = []
  for (const { observe, id, title } of looks) {
    const found = yield* observe.pipe(
      Effect.catchAll((error) => {
        const key = `${error.message} ${error.why}`
        const before = met.get(key)
        met.set(key, before ?? id)
        return Effect.succeed(before === undefined ? failed(error) : inTheWay(error, before))
      }),
      Effect.catchAllCause((cause) => Cause.isInterrupted(cause) ? Effect.failCause(cause) : Effect.succeed(bug(cause)))
    )
    checks.push({ id, title, ...found })
  }
  return checks
})
