import * as Effect from "effect/Effect"
import * as path from "node:path"
import * as Main from "../layers/Main.js"
import { writeFileAtomic } from "../layers/node/atomicWrite.js"
import * as ContentHasher from "../layers/node/ContentHasher.js"
import { readSnapshotFile } from "../layers/node/readSnapshotFile.js"
import { writeBytes } from "../layers/node/standardOutput.js"
import type { DossierShowRequest } from "../programs/cli/commands/dossierShow.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { dossierListView } from "../programs/cli/render/dossierList.js"
import { dossierShowView } from "../programs/cli/render/dossierShow.js"
import { snapshotExportView, snapshotVerifyView } from "../programs/cli/render/dossierSnapshot.js"
import { errorView } from "../programs/cli/render/plain.js"
import { present } from "../programs/cli/run.js"
import { exportSnapshot, type ExportRequest } from "../programs/dossier/exportSnapshot.js"
import { listMissions, type ListRequest } from "../programs/dossier/listMissions.js"
import { artifactBytes, showArtifact } from "../programs/dossier/showArtifact.js"
import { verifyAlone, verifyInProject, type VerifyRequest } from "../programs/dossier/verifySnapshotFile.js"
import { lookingAt } from "./lookingAt.js"
import { projectFlags } from "./options.js"

/** `dossier list` */
export const dossierList: Handler<ListRequest> = (request, invocation) =>
  listMissions(request).pipe(Effect.provide(lookingAt(invocation)), present(dossierListView, invocation))

/** `dossier show`; with `--raw` nothing but the bytes goes to stdout. */
export const dossierShow: Handler<DossierShowRequest> = (request, invocation) =>
  request.raw
    ? artifactBytes(request).pipe(
      Effect.provide(lookingAt(invocation)),
      Effect.flatMap(writeBytes),
      Effect.map((written) => ({ data: null, diagnostics: [], exitCode: written ? 0 : 1, next: [] })),
      present(errorView, invocation)
    )
    : showArtifact(request).pipe(Effect.provide(lookingAt(invocation)), present(dossierShowView, invocation))

const writeSnapshot = (file: string, text: string) =>
  writeFileAtomic(path.resolve(file), text, { mode: 0o644, durable: true })

/** `dossier snapshot export` */
export const snapshotExport: Handler<ExportRequest> = (request, invocation) =>
  exportSnapshot(request, writeSnapshot).pipe(
    Effect.provide(Main.localLayer(projectFlags(invocation))),
    present(snapshotExportView, invocation)
  )

/** `dossier snapshot verify`: the file alone where no project is here, or that is what was asked for. */
export const snapshotVerify: Handler<VerifyRequest> = (request, invocation) => {
  const alone = Effect.provide(verifyAlone(request, readSnapshotFile), ContentHasher.layer)
  const inProject = verifyInProject(request, readSnapshotFile).pipe(
    Effect.provide(Main.localLayer(projectFlags(invocation)))
  )
  const verified = request.disk === "never"
    ? alone
    : request.disk === "required"
    ? inProject
    : Effect.catchTag(inProject, "NotAProject", () => alone)
  return verified.pipe(present(snapshotVerifyView, invocation))
}
