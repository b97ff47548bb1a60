import * as Effect from "effect/Effect"
import type { Outcome } from "../../domain/Diagnostic.js"
import { ArtifactPath } from "../../domain/dossier/Artifact.js"
import { ArtifactNotFound } from "../../domain/dossier/ArtifactNotFound.js"
import { contentText, maxShownBytes } from "../../domain/dossier/contentText.js"
import { ContentUnavailable } from "../../domain/dossier/ContentUnavailable.js"
import { ShownArtifact } from "../../domain/dossier/DossierViews.js"
import type { ListedArtifact } from "../../domain/dossier/listArtifacts.js"
import { isGhost } from "../../domain/dossier/requirement.js"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"
import { ArtifactTree } from "../../services/ArtifactTree.js"
import { takeNotices } from "../../services/Notices.js"
import { queueDiagnostics } from "../sync/queueDiagnostics.js"
import { findArtifact } from "./findArtifact.js"
import { listedArtifacts } from "./listedArtifacts.js"

/** Which artifact is shown, and how much of it. */
export interface ShowRequest {
  /** A path or an artifact key, as it was typed. */
  readonly subject: string
  readonly selection: MissionSelection
  /** Also its text. */
  readonly content: boolean
}

interface Shown {
  readonly mission: IndexedMission
  readonly artifact: ListedArtifact
}

/** The artifact that was named; what is left out, or only a later step asks for, is none. */
const findListed = Effect.fn("findListed")(function*({ selection, subject: typed }: Omit<ShowRequest, "content">) {
  const { diagnostics, mission, subject } = yield* findArtifact(typed, selection)
  const path = subject._tag === "LeftOut" ? subject.path : subject.artifact.relative_path
  const artifact = (yield* listedArtifacts(mission)).find(({ relative_path }) => relative_path === path)
  if (artifact !== undefined) return { shown: { mission, artifact } satisfies Shown, diagnostics }
  const detail = subject._tag === "LeftOut" ? subject.entry.reason : "a later step asks for it, and nobody has made it yet"
  return yield* new ArtifactNotFound({ subject: typed, reason: "left_out", missions: [], candidates: [], detail })
})

/** One read of the file, anew and as safely as a scan's. */
const readNow = Effect.fn("readNow")(function*({ artifact, mission }: Shown, maxBytes: number) {
  const path = artifact.relative_path
  const unavailable = (reason: ContentUnavailable["reason"], detail: string) => new ContentUnavailable({ path, reason, detail })
  if (isGhost(artifact)) return yield* unavailable("gone", "there is no such file")
  const tree = yield* ArtifactTree
  const read = yield* tree.readOne(mission.facts.directory.path, ArtifactPath.make(path), { maxBytes })
  switch (read._tag) {
    case "Read":
      return read
    case "Vanished":
      return yield* unavailable("gone", "it was deleted since the mission was scanned")
    case "Unstable":
      return yield* unavailable("unstable", "it kept changing while it was read")
    case "Unreadable":
      return yield* unavailable("unreadable", read.detail)
    case "LeftOut":
      return yield* unavailable("left_out", read.detail ?? read.reason)
  }
})

/** All fields of one artifact with where its body is, and its text where that is asked for. Reads only. */
export const showArtifact = Effect.fn("showArtifact")(function*(request: ShowRequest) {
  const { diagnostics, shown } = yield* findListed(request)
  const { artifact } = shown
  const content = request.content
    ? yield* contentText(artifact.relative_path, yield* readNow(shown, maxShownBytes + 1))
    : null
  const outcome: Outcome<ShownArtifact> = {
    data: new ShownArtifact({ artifact, content }),
    diagnostics: [...(yield* queueDiagnostics), ...(yield* takeNotices), ...diagnostics],
    exitCode: 0,
    next: []
  }
  return outcome
})

/** The bytes of one artifact as they are, for `--raw`: all of them, from one read. */
export const artifactBytes = Effect.fn("artifactBytes")(function*(request: Omit<ShowRequest, "content">) {
  const { shown } = yield* findListed(request)
  return (yield* readNow(shown, Number.MAX_SAFE_INTEGER)).bytes
})
