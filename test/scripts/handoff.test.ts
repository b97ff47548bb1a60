import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import { Validator } from "@seriousme/openapi-schema-validator"
import { Ajv } from "ajv"
import { Ajv2020 } from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { eventCatalogue } from "../../src/domain/events/eventCatalogue.js"
import { EventEnvelope } from "../../src/domain/events/EventEnvelope.js"
import { Lane } from "../../src/domain/mission/Lane.js"
import { differences, type Files } from "../../scripts/handoff/folder.js"
import { handoffFiles } from "../../scripts/handoff/handoffFiles.js"

const root = path.resolve(import.meta.dirname, "../..")
const folder = path.join(root, "contracts/handoff")
const templates = path.join(root, "scripts/handoff/templates")

const committed = (name: string): string => fs.readFileSync(path.join(folder, name), "utf8")
const committedJson = (name: string) => JSON.parse(committed(name))
const namesBelow = (part: string): ReadonlyArray<string> =>
  fs.readdirSync(path.join(folder, part), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"))

const generated = Effect.provide(handoffFiles(templates), NodeContext.layer)
const differing = (files: Files) => Effect.provide(differences(folder, files), NodeContext.layer)

const strict = () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true })
  addFormats.default(ajv)
  return ajv
}

describe("the handoff", () => {
  it.effect("H-16 is as it is generated, twice, and a change of one file shows", () =>
    Effect.gen(function*() {
      const files = yield* generated
      expect(yield* differing(files)).toEqual([])
      const changed = new Map([...files, ["README.md", "another text"], ["new.md", ""]])
      changed.delete("openapi.json")
      expect(yield* differing(changed)).toEqual(["README.md", "new.md", "openapi.json"])
    }), 60_000)

  it("H-15 has an OpenAPI 3.1 document that a validator takes, with every endpoint and no other", async () => {
    const document = committedJson("openapi.json")
    const { errors, valid } = await new Validator().validate(structuredClone(document))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    expect(document.openapi).toBe("3.1.0")
    expect(Object.keys(document.paths)).toEqual([
      "/api/v1/token/", "/api/v1/token/refresh/", "/api/v1/events/batch/", "/api/dossier/push-content/", "/api/v1/sync/health/",
      "/api/v1/tracker/resources/", "/api/v1/tracker/bind-resolve/", "/api/v1/tracker/bind-confirm/",
      "/api/v1/tracker/bind-validate/", "/api/v1/tracker/status/"
    ])
  })

  it("H-15 has an OpenAPI document whose every reference leads somewhere, and whose examples keep their schemas", () => {
    const document = committedJson("openapi.json")
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    ajv.addSchema({ $id: "urn:handoff:openapi", components: document.components })
    const failures: Array<unknown> = []
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) return value.forEach(visit)
      if (typeof value !== "object" || value === null) return
      const { examples, schema } = Object.fromEntries(Object.entries(value))
      const ref = schema?.$ref
      if (typeof ref === "string" && examples !== undefined) {
        const validate = ajv.getSchema(`urn:handoff:openapi${ref}`)
        for (const [name, example] of Object.entries(examples)) {
          const { value: body } = Object.fromEntries(Object.entries(example ?? {}))
          if (validate?.(body) !== true) failures.push({ ref, name, errors: validate?.errors?.slice(0, 3) })
        }
      }
      Object.values(value).forEach(visit)
    }
    visit(document.paths)
    expect(failures).toEqual([])
  })

  it("H-15 has an AsyncAPI 3 document that the official JSON Schema takes, with one message per event type", () => {
    const document = committedJson("asyncapi.json")
    const official = JSON.parse(
      fs.readFileSync(path.join(root, "node_modules/@asyncapi/specs/schemas/3.0.0.json"), "utf8")
    )
    // The bundle carries draft-07 itself, which the engine has already.
    const ajv = new Ajv({ strict: false, meta: false, validateSchema: false })
    addFormats.default(ajv)
    const validate = ajv.compile(official)
    expect([validate(document), validate.errors]).toEqual([true, null])
    expect(Object.keys(document.components.messages)).toEqual(Object.keys(eventCatalogue))
  })

  it("H-15 H-18 has a JSON Schema for each event type, request and response that compiles under strict rules", () => {
    const names = namesBelow("schemas")
    expect(names.filter((name) => name.startsWith("events/")).sort())
      .toEqual(Object.keys(eventCatalogue).map((type) => `events/${type}.schema.json`).sort())
    const ids = names.map((name) => {
      const schema = committedJson(`schemas/${name}`)
      expect(() => strict().compile(schema), name).not.toThrow()
      return schema.$id
    })
    expect(new Set(ids).size).toBe(names.length)
    expect(ids.every((id) => /^urn:spec-kitty:handoff:3\.0\.0:(event|request|response):\w+$/.test(id))).toBe(true)
  })

  it("H-10 H-11 has the five exchanges and one fixture per event type, all answered, and no token", () => {
    const names = namesBelow("fixtures").map((name) => name.replace(/\.json$/, ""))
    expect(names).toEqual(expect.arrayContaining([
      "01-happy-path", "02-mixed-batch", "03-duplicate", "04-malformed-event", "05-details-name-the-culprits",
      ...Object.keys(eventCatalogue).map((type) => `event-${type}`)
    ]))
    const statuses = names.flatMap((name) =>
      committedJson(`fixtures/${name}.json`).exchanges.map((exchange: { response: { status: number }; valid: boolean }) =>
        [name, exchange.valid, exchange.response.status]))
    expect(statuses.filter(([, valid, status]) => valid === false && status !== 400)).toEqual([])
    expect(statuses.filter(([name, , status]) => String(name).startsWith("event-") && status !== 200)).toEqual([])
    expect(names.filter((name) => /eyJ|Bearer (?!<access>)/.test(committed(`fixtures/${name}.json`)))).toEqual([])
  })

  it("H-01 H-13 has every field of the envelope, every lane and every fixture in its documents", () => {
    const document = committed("batch-ingest.md")
    const rows = (part: string) => [...part.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name)
    const section = (title: string) => document.split(/^## /m).find((part) => part.startsWith(title)) ?? ""
    expect(rows(section("The envelope"))).toEqual(Object.keys(EventEnvelope.fields))
    expect(rows(section("Lanes"))).toEqual([...Lane.literals])
    expect(rows(committed("README.md")).filter((name) => namesBelow("fixtures").includes(`${name}.json`)).length)
      .toBe(namesBelow("fixtures").length)
  })

  it("leaves no gap to fill in its documents", () => {
    const texts = fs.readdirSync(folder).filter((name) => name.endsWith(".md")).map(committed)
    expect(texts.length).toBe(4)
    expect(texts.filter((text) => /\{\{|undefined|\[object/.test(text))).toEqual([])
  })
})
