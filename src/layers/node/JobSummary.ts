import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { StateNotWritable } from "../../domain/identity/projectErrors.js"
import { JobSummary } from "../../services/JobSummary.js"

/** The file that GitHub names in `GITHUB_STEP_SUMMARY`; null for a run that has none. */
export const layer = (file: string | null) =>
  Layer.effect(
    JobSummary,
    Effect.map(FileSystem.FileSystem, (fs) => ({
      append: (markdown) =>
        file === null
          ? Effect.void
          : fs.writeFileString(file, `${markdown}\n`, { flag: "a" }).pipe(
            Effect.mapError(({ message }) => new StateNotWritable({ path: file, detail: message }))
          )
    }))
  )
