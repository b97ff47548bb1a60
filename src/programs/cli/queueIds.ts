import * as Args from "@effect/cli/Args"
import * as Effect from "effect/Effect"
import { UsageError } from "./UsageError.js"

/** The id of a queued item, as it is typed. */
export const idArgument = Args.text({ name: "ID" }).pipe(
  Args.withDescription("The id of an item, as spec-kitty sync queue list shows it.")
)

export const parseId = (text: string, command: string): Effect.Effect<number, UsageError> =>
  /^[1-9]\d{0,14}$/.test(text) ? Effect.succeed(Number(text)) : Effect.fail(new UsageError({
    problem: `"${text}" is no id of a queued item.`,
    why: "an id is a whole number from 1, as spec-kitty sync queue list shows it",
    next: `spec-kitty help ${command}`,
    target: text
  }))

/** All of them, or the first that is none. */
export const parseIds = (texts: ReadonlyArray<string>, command: string): Effect.Effect<ReadonlyArray<number>, UsageError> =>
  Effect.forEach(texts, (text) => parseId(text, command))
