import type * as Command from "@effect/cli/Command"
import * as Descriptor from "@effect/cli/CommandDescriptor"
import type * as HelpDoc from "@effect/cli/HelpDoc"
import type * as ValidationError from "@effect/cli/ValidationError"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Terminal from "@effect/platform/Terminal"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Mailbox from "effect/Mailbox"
import { cliConfig, paragraphs } from "./CommandNode.js"
import type { Route } from "./route.js"
import { UsageError } from "./UsageError.js"

/** What the parser asks for to offer file arguments and prompts. None of our commands has either. */
const nothing = Layer.mergeAll(
  FileSystem.layerNoop({}),
  Path.layer,
  Layer.succeed(Terminal.Terminal, {
    columns: Effect.succeed(80),
    rows: Effect.succeed(24),
    isTTY: Effect.succeed(false),
    readInput: Mailbox.make<Terminal.UserInput>(),
    readLine: Effect.fail(new Terminal.QuitException()),
    display: () => Effect.void
  })
)

/** The parser's words in ours, where its own would puzzle. */
const reworded = (text: string): string =>
  text.replace(/^Expected to find option: '([^']+)'$/, "$1 is needed.").replace(/\s+/g, " ").trim()

const usageError = (error: HelpDoc.HelpDoc, { node }: Route): UsageError =>
  new UsageError({
    problem: reworded(paragraphs(error).join(" ").trim()),
    why: "nothing was done",
    next: ["spec-kitty", "help", ...node.path].join(" "),
    target: null
  })

const toUsageError = (error: ValidationError.ValidationError, route: Route): UsageError =>
  usageError(error.error, route)

/**
 * Checks the values of a line that `route` has arranged and runs its command. The library's own way (`Command.run`)
 * prints errors by itself and in colour; here they come back as one typed error (U-20).
 */
export const runCommand = <Name extends string, R, E, A>(
  command: Command.Command<Name, R, E, A>,
  route: Route
): Effect.Effect<void, E | UsageError, R> =>
  Descriptor.parse(command.descriptor, ["spec-kitty", ...route.words], cliConfig).pipe(
    Effect.provide(nothing),
    Effect.mapError((error) => toUsageError(error, route)),
    Effect.flatMap((directive): Effect.Effect<void, E | UsageError, R> => {
      if (directive._tag === "UserDefined" && directive.leftover.length === 0) {
        return command.transform(command.handler(directive.value), directive.value)
      }
      const [extra = "--"] = directive._tag === "UserDefined" ? directive.leftover : []
      return Effect.fail(new UsageError({
        problem: `There is one argument too many: "${extra}".`,
        why: "nothing was done",
        next: ["spec-kitty", "help", ...route.node.path].join(" "),
        target: extra
      }))
    })
  )
