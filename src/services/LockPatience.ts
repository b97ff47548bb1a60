import * as Context from "effect/Context"
import * as Duration from "effect/Duration"

/** How long a command asks again for a lock that another process holds, before it says "busy" (`--timeout`). */
export class LockPatience extends Context.Reference<LockPatience>()("spec-kitty/LockPatience", {
  defaultValue: () => Duration.seconds(10)
}) {}
