import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import contract from "../../../contracts/upstream-3.0.0.json" with { type: "json" }
import {
  maxBatchBytes, maxBatchEvents, maxContentBytes, maxJsonDepth, maxPushBytes
} from "../../../src/domain/receiver/limits.js"
import { settingsDefaults } from "../../../src/domain/settingsDefaults.js"
import { type JsonObject, textAt } from "../Json.js"
import { requestFiles, responseFiles } from "../schema/wire.js"
import { categoryTable, statusTable } from "./statusTable.js"
import { code, table } from "./table.js"
import { envelopeTable, eventTable, laneTable, payloadSections, renamedTable, schemaTable } from "./tables.js"

const fixtureList = (fixtures: ReadonlyArray<JsonObject>): string =>
  table(["fixture", "good", "about"], fixtures.map((fixture) =>
    [code(textAt(fixture, "fixture")), fixture["valid"] === true ? "yes" : "no", textAt(fixture, "about")]))

const { concurrency, http } = settingsDefaults

/** Numbers of the contract and of the sender, by the names that the templates use. */
const numbers = {
  "connect seconds": Duration.toSeconds(http.connectTimeout),
  "headers seconds": Duration.toSeconds(http.headersTimeout),
  "idle seconds": Duration.toSeconds(http.idleTimeout),
  "total seconds": Duration.toSeconds(http.totalTimeout),
  "max answer bytes": http.maxResponseBytes,
  "texts at once": concurrency,
  "max events": maxBatchEvents,
  "max batch bytes": maxBatchBytes,
  "max content bytes": maxContentBytes,
  "max push bytes": maxPushBytes,
  "max depth": maxJsonDepth,
  "max event depth": contract.max_depth
}

/** What `{{name}}` in a template stands for. */
const inserts = (retired: JsonObject, fixtures: ReadonlyArray<JsonObject>): ReadonlyMap<string, string> => {
  const requests = requestFiles(retired)
  return new Map([
    ["envelope table", envelopeTable()],
    ["event table", eventTable()],
    ["payload sections", payloadSections()],
    ["lane table", laneTable()],
    ["renamed table", renamedTable()],
    ["batch status table", statusTable("batch")],
    ["body status table", statusTable("body")],
    ["category table", categoryTable()],
    ["fixture table", fixtureList(fixtures)],
    ...requests
      .filter(([name]) => name !== "BatchRequest")
      .map(([name]) => [`fields ${name}`, schemaTable(requests, name)] as const),
    ...responseFiles.map(([name]) => [`fields ${name}`, schemaTable(responseFiles, name)] as const),
    ...Object.entries(numbers).map(([name, number]) => [name, number.toLocaleString("en-US")] as const)
  ])
}

const filled = (template: string, values: ReadonlyMap<string, string>): string =>
  template.replace(/\{\{(?<name>[^}]+)\}\}/g, (_, name: string) => {
    const value = values.get(name)
    if (value === undefined) throw new Error(`nothing is known of {{${name}}}`)
    return value
  })

/** The documents by name: prose from `templates`, tables from the schemas and the sender's own functions. */
export const documents = Effect.fn("documents")(function*(
  templates: string,
  retired: JsonObject,
  fixtures: ReadonlyArray<JsonObject>
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const names = (yield* fs.readDirectory(templates)).sort()
  const values = inserts(retired, fixtures)
  return yield* Effect.forEach(names, (name) =>
    Effect.map(fs.readFileString(path.join(templates, name)), (template) => [name, filled(template, values)] as const))
})
