import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { type Observation, notOk, ok } from "../../domain/health/Check.js"
import type { Explained } from "../../domain/Explained.js"
import { missingFields } from "../../domain/identity/namespaceOf.js"
import type { MissionFacts } from "../../domain/mission/MissionFacts.js"
import { HostFacts } from "../../services/HostFacts.js"
import { ManifestRegistry } from "../../services/ManifestRegistry.js"
import { MissionStore } from "../../services/MissionStore.js"
import { count } from "../cli/render/words.js"
import type { Look } from "./Look.js"
import { some } from "./some.js"

const shippedTypes = ["documentation", "research", "software-dev"]

/** Every mission's own files; one that can't be read does not stop the others. */
const readAll = Effect.gen(function*() {
  const store = yield* MissionStore
  const directories = yield* store.list
  const read = yield* Effect.forEach(directories, (directory) => Effect.either(store.read(directory)))
  return { facts: read.flatMap((one) => Either.isRight(one) ? [one.right] : []),
    failures: read.flatMap((one) => Either.isLeft(one) ? [one.left] : []) }
})

const more = (others: number): string => others > 0 ? ` (and ${others} more like it)` : ""

/** The first of several errors, with its own words. */
const broken = (failures: ReadonlyArray<Explained>, evidence: string): Observation | null => {
  const [first] = failures
  return first === undefined ? null : notOk("error", {
    evidence,
    code: first.code,
    why: `${first.message} ${first.why}${more(failures.length - 1)}`,
    fix: first.next,
    target: first.target
  })
}

/** meta.json absent, broken or without a field of the namespace: such a mission is scanned and never synced. */
const unsynced = (facts: ReadonlyArray<MissionFacts>, evidence: string): Observation | null => {
  const [first, ...others] = facts.filter(({ meta }) => missingFields(meta).length > 0)
  if (first === undefined) return null
  const { directory: { slug }, meta, problems } = first
  const file = `kitty-specs/${slug}/meta.json`
  const fields = missingFields(meta)
  const fault = problems.find(({ target }) => target === "meta.json")?.message
  return notOk("warning", {
    evidence,
    why: `${slug} is not synced: ${fault ?? `${file} has no ${fields.join(" and no ")}.`}${more(others.length)}`,
    fix: `add ${fields.join(" and ")} to ${file}, or correct it`,
    target: file
  })
}

const anyBadLog = (facts: ReadonlyArray<MissionFacts>, evidence: string): Observation | null => {
  const bad = facts.flatMap(({ directory: { slug }, problems }) =>
    problems.filter(({ code }) => code === "log_line_invalid" || code === "unreadable" || code === "invalid_format")
      .map(({ message, target }) => ({ message, file: `kitty-specs/${slug}/${target}` })))
  const [first] = bad
  return first === undefined ? null : notOk("warning", {
    evidence,
    why: `${first.file}: ${first.message}${more(bad.length - 1)}`,
    fix: "correct the file that is named; spec-kitty dossier scan lists all of them",
    target: first.file
  })
}

export const missionsLook: Look<MissionStore> = {
  id: "missions.readable",
  title: "Missions",
  observe: Effect.map(readAll, ({ facts, failures }) => {
    const evidence = `${count(facts.length, "mission")} read, ${failures.length} refused`
    return broken(failures, evidence) ?? unsynced(facts, evidence) ?? anyBadLog(facts, evidence) ?? ok(
      facts.length === 0
        ? "kitty-specs holds no mission"
        : `${evidence}: ${some(facts.map(({ directory }) => directory.slug))}`
    )
  })
}

/** The types that ship, those that the project overrides, and those that its missions have. */
export const manifestsLook: Look<MissionStore | ManifestRegistry | HostFacts> = {
  id: "missions.manifests",
  title: "Manifests and state machines",
  observe: Effect.gen(function*() {
    const registry = yield* ManifestRegistry
    const overridden = yield* (yield* HostFacts).overriddenTypes
    const { facts } = yield* readAll
    const used = facts.flatMap(({ meta }) => meta?.mission_type ?? [])
    const types = [...new Set([...shippedTypes, ...overridden, ...used])].sort()
    const read = yield* Effect.forEach(types, (type) =>
      Effect.map(Effect.either(registry.definition(type)), (found) => [type, found] as const))
    const failures = read.flatMap(([, found]) => Either.isLeft(found) ? [found.left] : [])
    const evidence = `${count(types.length, "mission type")} read (${some(types, 6)}), ${overridden.length} overridden here`
    const without = read.flatMap(([type, found]) => Either.isRight(found) && found.right.manifest === null ? [type] : [])
    return broken(failures, evidence) ?? (without.length === 0 ? ok(evidence) : notOk("warning", {
      evidence,
      why: `no manifest for ${some(without)}: the completeness of such missions is unknown`,
      fix: `add .kittify/missions/${without[0] ?? "TYPE"}/expected-artifacts.yaml, or correct mission_type in meta.json`,
      target: ".kittify/missions"
    }))
  })
}
