import * as Effect from "effect/Effect"
import contract from "../../contracts/upstream-3.0.0.json" with { type: "json" }
import { asyncApi } from "./api/asyncapi.js"
import { indexExamples } from "./api/examples.js"
import { openApi } from "./api/openapi.js"
import { documents } from "./document/documents.js"
import { fixtures } from "./fixtures/all.js"
import { needs, play } from "./fixtures/play.js"
import type { Files } from "./folder.js"
import { jsonFile, textAt } from "./Json.js"
import { eventFile, eventKinds } from "./schema/events.js"
import { retiredDefinitions } from "./schema/retiredNames.js"
import { requestFiles, responseFiles } from "./schema/wire.js"

type Entries = ReadonlyArray<readonly [string, string]>

const retired = retiredDefinitions(contract.forbidden)

const schemas: Entries = [
  ...eventKinds.map(([type, kind]) => [`events/${type}`, eventFile(type, kind, retired)] as const),
  ...requestFiles(retired).map(([name, schema]) => [`requests/${name}`, schema] as const),
  ...responseFiles.map(([name, schema]) => [`responses/${name}`, schema] as const)
].map(([name, schema]) => [`schemas/${name}.schema.json`, jsonFile(schema)])


/** The whole handoff: texts by path. `templates` is the folder of the documents' prose. */
export const handoffFiles = Effect.fn("handoffFiles")(function*(templates: string) {
  const played = yield* Effect.provide(Effect.forEach(fixtures, play), needs)
  const files: Files = new Map([
    ...yield* documents(templates, retired, played),
    ["openapi.json", jsonFile(openApi(retired, indexExamples(played)))],
    ["asyncapi.json", jsonFile(asyncApi(retired, played))],
    ...schemas,
    ...played.map((fixture) => [`fixtures/${textAt(fixture, "fixture")}.json`, jsonFile(fixture)] as const)
  ])
  return files
})
