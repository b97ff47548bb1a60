import * as Effect from "effect/Effect"
import { openAndRead, type StateFile } from "./openAndRead.js"

/**
 * Reads a regular UTF-8 file of at most `maxBytes`. Its BOM and line ends stay. Whatever is wrong is part of the answer.
 * Synchronous: these files are small, there are five for each mission, and by promises four hundred missions took a
 * second longer.
 */
export const readStateFile = (path: string, maxBytes: number): Effect.Effect<StateFile> =>
  Effect.sync(() => openAndRead(path, maxBytes))
