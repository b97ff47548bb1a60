import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as fs from "node:fs"
import * as os from "node:os"
import { Identifiers } from "../../services/Identifiers.js"
import { LeaseOwner } from "../../services/LeaseOwner.js"

/** A pid is used again and a machine is started again: only all parts together name one process. */
const Owner = Schema.parseJson(Schema.Struct({
  host: Schema.String,
  /** Changes with every start of the machine; empty where the system tells none. */
  boot: Schema.String,
  pid: Schema.Int,
  /** Clock ticks from boot to the process's start; empty where the system tells none. */
  start: Schema.String,
  nonce: Schema.String
}))

const readOrEmpty = (path: string): Effect.Effect<string> =>
  Effect.try(() => fs.readFileSync(path, "utf8").trim()).pipe(Effect.orElseSucceed(() => ""))

/** Field 22 of `/proc/<pid>/stat`; the second field, the name in parentheses, may hold anything. */
const startOf = (pid: number): Effect.Effect<string> =>
  Effect.map(readOrEmpty(`/proc/${pid}/stat`), (stat) => stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "")

const runs = (pid: number): Effect.Effect<boolean> =>
  Effect.try({
    try: () => process.kill(pid, 0),
    catch: (cause) => cause instanceof Error && "code" in cause && cause.code === "ESRCH"
  }).pipe(Effect.match({ onSuccess: () => true, onFailure: (noSuchProcess) => !noSuchProcess }))

/** Owners are processes of this host. */
export const layer = Layer.effect(
  LeaseOwner,
  Effect.gen(function*() {
    const host = os.hostname()
    const boot = yield* readOrEmpty("/proc/sys/kernel/random/boot_id")
    const nonce = yield* (yield* Identifiers).uuid
    const own = { host, boot, pid: process.pid, start: yield* startOf(process.pid), nonce }
    const isGone = Effect.fn("LeaseOwner.isGone")(function*(text: string) {
      const decoded = Schema.decodeOption(Owner)(text)
      if (Option.isNone(decoded) || decoded.value.host !== host) return false
      const owner = decoded.value
      if (owner.boot !== boot) return true
      if (!(yield* runs(owner.pid))) return true
      return owner.start !== "" && owner.start !== (yield* startOf(owner.pid))
    })
    return LeaseOwner.of({ self: Schema.encodeSync(Owner)(own), isGone })
  })
)
