import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Ref from "effect/Ref"
import { type Fault, faultsOf, totalDelay } from "../../../domain/receiver/Fault.js"
import { PushAnswer } from "../../../domain/receiver/PushAnswer.js"
import { type Endpoint, refusalAt } from "../../../domain/receiver/refusals.js"
import { replies, reply, type Reply } from "../../../domain/receiver/Reply.js"

/** What the server asks before and after its work, so that things go wrong on purpose. */
export interface FaultPlayer {
  readonly offline: boolean
  /** Waits as long as `slow` says, then an answer instead of any work, or none. */
  readonly beforeWork: (endpoint: Endpoint) => Effect.Effect<Option.Option<Reply>>
  /** An answer instead of this body's storing: one of the first posts of its path. */
  readonly beforePush: (place: string) => Effect.Effect<Option.Option<Reply>>
  readonly afterPush: (answer: PushAnswer) => Effect.Effect<PushAnswer>
  /** True where the answer to work that was done must not arrive. */
  readonly dropsAnswer: Effect.Effect<boolean>
}

const sum = (faults: ReadonlyArray<{ readonly count: number }>): number =>
  faults.reduce((total, { count }) => total + count, 0)

/** True once per unit of `count`, then false for good. */
const countdown = (count: number) =>
  Effect.map(Ref.make(count), (left) => Ref.modify(left, (n) => n > 0 ? [true, n - 1] : [false, n]))

/** The refusal whose turn it is at this endpoint. One that the endpoint does not have waits for the other. */
const refusing = (faults: ReadonlyArray<Fault>) =>
  Effect.map(
    Ref.make(faultsOf(faults, "Refuse").map(({ count, refusal }) => ({ left: count, refusal }))),
    (state) => (endpoint: Endpoint) =>
      Ref.modify(state, (queued) => {
        const answers = queued.map(({ left, refusal }) => left > 0 ? refusalAt(refusal, endpoint) : null)
        const turn = answers.findIndex((answer) => answer !== null)
        const after = queued.map(({ left, refusal }, index) => ({ left: index === turn ? left - 1 : left, refusal }))
        return [Option.fromNullable(answers[turn]), after]
      })
  )

/** True with the probability of at least one of the faults. */
const chance = (faults: ReadonlyArray<{ readonly probability: number }>): Effect.Effect<boolean> =>
  Effect.exists(faults, ({ probability }) => Effect.map(Random.next, (drawn) => drawn < probability))

const notIndexed = reply(404, { error: "index_entry_not_found", detail: "this artifact is not indexed yet" })

/** Another hash of the same form, so that only a sender that compares can tell. */
const otherHash = (answer: PushAnswer): PushAnswer =>
  answer._tag === "Stored" || answer._tag === "AlreadyExists"
    ? PushAnswer.Refused({
      reply: reply(answer._tag === "Stored" ? 201 : 200, {
        status: answer._tag === "Stored" ? "stored" : "already_exists",
        artifact_path: answer.path,
        content_hash: answer.hash.replaceAll(/[0-9a-f]/g, (digit) => (digit === "0" ? "1" : "0"))
      })
    })
    : answer

/** The state of all faults of one server: counts run down together, whoever asks. */
export const makeFaultPlayer = (faults: ReadonlyArray<Fault>): Effect.Effect<FaultPlayer> =>
  Effect.gen(function*() {
    const refusal = yield* refusing(faults)
    const lies = yield* countdown(sum(faultsOf(faults, "LyingHash")))
    const unindexed = sum(faultsOf(faults, "NotIndexed"))
    const posts = new Map<string, number>()
    const delay = totalDelay(faultsOf(faults, "Slow"))
    return {
      offline: faultsOf(faults, "Offline").length > 0,
      beforeWork: Effect.fn("FaultPlayer.beforeWork")(function*(endpoint) {
        yield* Effect.sleep(delay)
        const refused = yield* refusal(endpoint)
        if (Option.isSome(refused)) return refused
        return (yield* chance(faultsOf(faults, "ServerError"))) ? Option.some(replies.unavailable) : Option.none()
      }),
      beforePush: (place) =>
        unindexed === 0 ? Effect.succeedNone : Effect.sync(() => {
          const post = (posts.get(place) ?? 0) + 1
          posts.set(place, post)
          return post <= unindexed ? Option.some(notIndexed) : Option.none()
        }),
      afterPush: (answer) =>
        answer._tag === "Stored" || answer._tag === "AlreadyExists"
          ? Effect.map(lies, (lie) => (lie ? otherHash(answer) : answer))
          : Effect.succeed(answer),
      dropsAnswer: chance(faultsOf(faults, "DropAfterCommit"))
    }
  })
