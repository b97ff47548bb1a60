import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import { readdirSync, readFileSync } from "node:fs"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"

/** What receivers are given. */
export const handoff = fileURLToPath(new URL("../../../contracts/handoff", import.meta.url))

/** A committed JSON file of the handoff, by its path in it. */
export const readHandoff = (path: string) => JSON.parse(readFileSync(`${handoff}/${path}`, "utf8"))

/** Names of the committed schemas of one kind. */
export const schemaNames = (kind: "events" | "requests" | "responses"): ReadonlyArray<string> =>
  readdirSync(`${handoff}/schemas/${kind}`).map((file) => basename(file, ".schema.json"))

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
addFormats.default(ajv)

/** The committed schema at a path such as `schemas/requests/BodyRequest.schema.json`, as ajv reads it. */
export const validatorAt = (path: string): ValidateFunction => {
  const schema: { readonly $id: string } = readHandoff(path)
  return ajv.getSchema(schema.$id) ?? ajv.compile(schema)
}

export const validatorOf = (kind: "events" | "requests" | "responses", name: string): ValidateFunction =>
  validatorAt(`schemas/${kind}/${name}.schema.json`)
