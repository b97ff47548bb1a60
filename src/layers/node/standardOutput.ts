import * as Effect from "effect/Effect"

/**
 * Writes bytes to stdout as they are, and waits until they are out. False where they could not be written, which the
 * process tells by itself; a reader that has enough is no failure.
 */
export const writeBytes = (bytes: Uint8Array): Effect.Effect<boolean> =>
  Effect.async((resume) => {
    process.stdout.write(bytes, (error?: NodeJS.ErrnoException | null) => {
      resume(Effect.succeed(error === undefined || error === null || error.code === "EPIPE"))
    })
  })
