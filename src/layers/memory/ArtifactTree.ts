import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Order from "effect/Order"
import * as Schema from "effect/Schema"
import { ArtifactPath } from "../../domain/dossier/Artifact.js"
import { codePointOrder } from "../../domain/dossier/codePointOrder.js"
import { hiddenPart } from "../../domain/dossier/hiddenPart.js"
import { SkippedEntry } from "../../domain/dossier/MissionDossier.js"
import { nameCollisions } from "../../domain/dossier/nameCollisions.js"
import { cutAtCharacter, firstInvalidByte } from "../../domain/dossier/utf8.js"
import { MissionUnreadable } from "../../domain/mission/missionErrors.js"
import type { FileBytes, FileContent, TreeFile, TreeScan } from "../../services/ArtifactTree.js"
import { ArtifactTree } from "../../services/ArtifactTree.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { Settings } from "../../services/Settings.js"

/** What lies at a path: text, bytes, another content to pretend, or an entry that is never opened. */
export type MemoryEntry = string | Uint8Array | FileContent | { readonly _tag: "Symlink" } | { readonly _tag: "NotRegular" }

/** Entries by mission-relative path; folders exist through what they hold. */
export type MemoryMission = ReadonlyMap<string, MemoryEntry>

type Sorted = { readonly file: TreeFile } | { readonly skipped: SkippedEntry }

const encoder = new TextEncoder()
/** `ignoreBOM` keeps a byte order mark as the character it is. */
const decode = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
const headBytes = 8 * 1024

const byPath = Order.mapInput(codePointOrder, ({ path }: { readonly path: string }) => path)

const skip = (path: string, reason: SkippedEntry["reason"]): Sorted => ({
  skipped: new SkippedEntry({ path, reason, detail: null })
})

const make = (missions: ReadonlyMap<string, MemoryMission>) =>
  Effect.gen(function*() {
    const { maxBodyBytes, maxFileBytes } = yield* Settings
    const { hash } = yield* ContentHasher

    const read = (bytes: Uint8Array, keepText: boolean): FileContent => {
      const sizeBytes = bytes.length
      if (sizeBytes > maxFileBytes) {
        return { _tag: "Unreadable", detail: `larger than ${maxFileBytes} bytes`, sizeBytes }
      }
      const common = { _tag: "Read", hash: hash(bytes), sizeBytes } as const
      const atByte = firstInvalidByte(bytes)
      if (atByte !== null) return { ...common, utf8: { valid: false, atByte }, text: null, head: "" }
      const head = decode(cutAtCharacter(bytes, headBytes))
      return {
        ...common,
        utf8: { valid: true },
        text: keepText && sizeBytes <= maxBodyBytes ? decode(bytes) : null,
        head: /^\uFEFF?---/.test(head) ? head : ""
      }
    }

    const sortOut = (path: string, entry: MemoryEntry, keepText: (path: ArtifactPath) => boolean): Sorted => {
      const hidden = hiddenPart(path)
      if (hidden !== null) return skip(hidden, "hidden")
      if (typeof entry === "object" && "_tag" in entry) {
        if (entry._tag === "Symlink") return skip(path, "symlink")
        if (entry._tag === "NotRegular") return skip(path, "not_regular")
      }
      if (!Schema.is(ArtifactPath)(path)) return skip(path, "unsupported_name")
      if (typeof entry === "object" && "_tag" in entry) return { file: { path, content: entry } }
      const bytes = typeof entry === "string" ? encoder.encode(entry) : entry
      return { file: { path, content: read(bytes, keepText(path)) } }
    }

    const scanMission = (mission: MemoryMission, keepText: (path: ArtifactPath) => boolean): TreeScan => {
      const sorted = [...mission].map(([path, entry]) => sortOut(path, entry, keepText))
      const files = sorted.flatMap((one) => "file" in one ? [one.file] : []).sort(byPath)
      const skipped = new Map(sorted.flatMap((one) => "skipped" in one ? [[one.skipped.path, one.skipped] as const] : []))
      return {
        files,
        skipped: [...skipped.values()].sort(byPath),
        anomalies: nameCollisions(files.map(({ path }) => path))
      }
    }

    const readEntry = (entry: MemoryEntry, maxBytes: number): FileBytes => {
      if (typeof entry === "object" && "_tag" in entry) {
        switch (entry._tag) {
          case "Symlink":
            return { _tag: "LeftOut", reason: "symlink", detail: null }
          case "NotRegular":
            return { _tag: "LeftOut", reason: "not_regular", detail: null }
          case "Read":
            return { _tag: "Unreadable", detail: "this content is pretended" }
          default:
            return entry
        }
      }
      const bytes = typeof entry === "string" ? encoder.encode(entry) : entry
      const content = read(bytes, false)
      return content._tag === "Read"
        ? { _tag: "Read", hash: content.hash, sizeBytes: bytes.length, bytes: bytes.slice(0, maxBytes) }
        : content
    }

    const readOne = (mission: MemoryMission, path: ArtifactPath, maxBytes: number): FileBytes => {
      if (hiddenPart(path) !== null) return { _tag: "LeftOut", reason: "hidden", detail: null }
      const entry = mission.get(path)
      return entry === undefined ? { _tag: "Vanished" } : readEntry(entry, maxBytes)
    }

    /** Fails where no such mission is held. */
    const inMission = <A>(directory: string, use: (mission: MemoryMission) => A) => {
      const mission = missions.get(directory)
      return mission === undefined
        ? Effect.fail(new MissionUnreadable({ path: directory, detail: "no such directory" }))
        : Effect.sync(() => use(mission))
    }

    return ArtifactTree.of({
      scan: (directory, { keepText }) => inMission(directory, (mission) => scanMission(mission, keepText)),
      readOne: (directory, path, { maxBytes }) => inMission(directory, (mission) => readOne(mission, path, maxBytes))
    })
  })

/** Missions by directory, held in memory: the same answers as a disk gives, and faults on demand. */
export const layer = (missions: ReadonlyMap<string, MemoryMission>) => Layer.effect(ArtifactTree, make(missions))
