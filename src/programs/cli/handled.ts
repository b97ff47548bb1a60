import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import type { Handler, Invocation } from "./Invocation.js"

/** Where the command that ran leaves its exit code. */
export class ExitCode extends Context.Tag("spec-kitty/cli/ExitCode")<ExitCode, Ref.Ref<number>>() {}

/** Runs a handler and keeps the exit code it returns. */
export const handled = <Request>(handler: Handler<Request>, invocation: Invocation) => (request: Request) =>
  Effect.gen(function*() {
    const exitCode = yield* handler(request, invocation)
    yield* Ref.set(yield* ExitCode, exitCode)
  })
