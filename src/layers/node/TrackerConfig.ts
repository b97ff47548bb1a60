import type * as FileSystem from "@effect/platform/FileSystem"
import type * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Record from "effect/Record"
import { ConfigInvalid } from "../../domain/identity/projectErrors.js"
import { type TrackerChange, TrackerSection } from "../../domain/tracker/TrackerSection.js"
import { type Git } from "../../services/Git.js"
import { type LeaseOwner } from "../../services/LeaseOwner.js"
import { type Project } from "../../services/Project.js"
import { type Settings } from "../../services/Settings.js"
import { TrackerConfig } from "../../services/TrackerConfig.js"
import { probeWritable } from "./atomicWrite.js"
import { underIdentityLock } from "./identity/identityLock.js"
import { configFile } from "./identity/places.js"
import { readStored, type StoredIdentity } from "./identity/storedIdentity.js"
import { writeEdits } from "./yaml/writeEdits.js"

/** A word as text; null where it is absent, null or empty. A number is what a person wrote without quotes. */
const wordOf = (value: unknown): string | null => {
  if (typeof value === "string") return value === "" ? null : value
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null
}

const misshapen = (file: string, line: number | null, what: string) =>
  new ConfigInvalid({ file, line, detail: `${what} must be a mapping` })

const sectionOf = Effect.fn("TrackerConfig.sectionOf")(function*({ file, yaml }: StoredIdentity) {
  const fault = yaml.misshapen("tracker")
  if (Option.isSome(fault)) return yield* misshapen(file, fault.value, "tracker")
  const word = (key: string) => Option.match(yaml.scalar(["tracker", key]), { onNone: () => null, onSome: ({ value }) => wordOf(value) })
  return new TrackerSection({
    provider: word("provider"),
    binding_ref: word("binding_ref"),
    display_label: word("display_label"),
    provider_context: Option.match(yaml.mapping(["tracker", "provider_context"]), {
      onNone: () => ({}),
      onSome: Record.map(wordOf)
    })
  })
})

const readConfig = Effect.flatMap(configFile, readStored)

const read = Effect.gen(function*() {
  const stored = yield* readConfig
  return { section: yield* sectionOf(stored), repoSlug: Option.getOrNull(stored.repoSlug) }
})

const editsOf = (changes: ReadonlyArray<TrackerChange>) =>
  changes.map(({ after, key }) => ({ path: ["tracker", key] as const, value: after }))

const make = Effect.gen(function*() {
  const context = yield* Effect.context<FileSystem.FileSystem | Git | LeaseOwner | Path.Path | Project | Settings>()
  return TrackerConfig.of({
    read: Effect.provide(read, context),
    checkWritable: configFile.pipe(Effect.flatMap(probeWritable), underIdentityLock, Effect.provide(context)),
    write: (changes) =>
      Effect.flatMap(readConfig, (stored) => writeEdits(stored, editsOf(changes))).pipe(underIdentityLock, Effect.provide(context))
  })
})

/** `tracker` in `.kittify/config.yaml`, under the lock of those who write the identity into the same file. */
export const layer = Layer.effect(TrackerConfig, make)
