import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { join } from "node:path"
import { countEdits, type MadeEdit } from "../../domain/legacy/fileEdits.js"
import type { ConfigInvalid, LegacyState } from "../../domain/identity/projectErrors.js"
import { nameNow } from "../../domain/legacy/memberChanges.js"
import type { IdentityStep, LeftAlone } from "../../domain/upgrade/UpgradePlan.js"
import type { RewrittenFile } from "../../services/LegacyFiles.js"
import { type IdentityDraft, ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { isFolder } from "./folders.js"
import { leftAlone, pathFrom, projectFile, readText, rewrittenFile } from "./projectText.js"
import { rewriteYaml } from "./rewriteYaml.js"

const configPath = ".kittify/config.yaml"

/** config.yaml as it is now, and with the names of contract 3.0.0. An absent one is empty. */
const renamedConfig = Effect.fn("LegacyFiles.renamedConfig")(function*(root: string) {
  const folder = join(root, ".kittify")
  // What is no folder may be a link: that is said, since what replaces the file would land wherever it leads.
  if (!isFolder(folder)) yield* readText(projectFile(root, "config", folder))
  const before = yield* readText(projectFile(root, "config", join(folder, "config.yaml")))
  const text = Option.match(before, { onNone: () => "", onSome: (file) => file.text })
  const renamed = yield* Either.mapLeft(rewriteYaml(text), ({ detail, line }) => leftAlone(configPath, detail, line))
  return { before, ...renamed }
})

/** Only a file that stands beside config.yaml can still be legacy here: the original never wrote that one. */
const faultOf = (root: string) => (fault: ConfigInvalid | LegacyState): LeftAlone => {
  const path = pathFrom(root, fault.file)
  return fault._tag === "ConfigInvalid"
    ? leftAlone(path, fault.detail, fault.line)
    : leftAlone(path, `it uses ${fault.field}: rename it to ${nameNow(fault.field)} by hand`)
}

const additions = (steps: ReadonlyArray<IdentityStep>, path: string): ReadonlyArray<MadeEdit> =>
  steps.filter((step) => step.path === path && step.step !== "keep")
    .map(({ note, part }) => ({ edit: "add", from: null, to: part, note }))

const created = (path: string, text: string, edits: ReadonlyArray<MadeEdit>): RewrittenFile => ({
  path,
  kind: path === configPath ? "config" : "identity",
  before: null,
  after: new TextEncoder().encode(text),
  mode: 0o644,
  edits: countEdits(edits)
})

/** The files that the draft names, and config.yaml where names in it change. */
const draftedFiles = Effect.fn("LegacyFiles.draftedFiles")(
  function*(root: string, config: Effect.Effect.Success<ReturnType<typeof renamedConfig>>, { files, steps }: IdentityDraft) {
    const drafted = new Map([[configPath, config.text], ...files.map(({ after, path }) => [path, after] as const)])
    const rewritten = yield* Effect.forEach(drafted, ([path, text]) =>
      Effect.map(
        path === configPath ? Effect.succeed(config.before) : readText(projectFile(root, "identity", join(root, path))),
        (before) => {
          const edits = [...(path === configPath ? config.edits : []), ...additions(steps, path)]
          if (Option.isSome(before)) return rewrittenFile(before.value, { text, edits })
          return text === "" ? [] : [created(path, text, edits)]
        }
      ))
    return rewritten.flat()
  }
)

/** config.yaml and what stands beside it, with the whole identity. Fails with what keeps them as they are. */
export const configFiles = Effect.fn("LegacyFiles.configFiles")(function*(root: string) {
  const config = yield* renamedConfig(root)
  const draft = yield* Effect.mapError((yield* ProjectIdentityStore).draft(config.text), faultOf(root))
  return { files: yield* draftedFiles(root, config, draft), identity: draft.identity, steps: draft.steps }
})
