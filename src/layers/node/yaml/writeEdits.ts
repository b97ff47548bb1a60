import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import { writeFileAtomic } from "../atomicWrite.js"
import type { YamlEdit } from "./YamlEdit.js"
import type { YamlFile } from "./YamlFile.js"

/** Writes the edits into the file that the text came from, keeping its permissions; without any it is left alone. */
export const writeEdits = Effect.fn("writeEdits")(function*(
  { file, yaml }: { readonly file: string; readonly yaml: YamlFile },
  edits: ReadonlyArray<YamlEdit>
) {
  if (edits.length === 0) return
  const fileSystem = yield* FileSystem.FileSystem
  const mode = yield* fileSystem.stat(file).pipe(Effect.map((info) => info.mode & 0o777), Effect.orElseSucceed(() => 0o644))
  yield* writeFileAtomic(file, yaml.set(edits), { mode, durable: true })
})
