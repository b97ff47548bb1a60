import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { compileContract } from "../../../src/domain/contract/compileContract.js"
import { ContractDocument } from "../../../src/domain/contract/ContractDocument.js"
import { layerFrom } from "../../../src/layers/node/ContractGate.js"
import { ContractGate } from "../../../src/services/ContractGate.js"
import { shippedDocument } from "../../fixtures/contract/gateUnderTest.js"
import { golden } from "../../fixtures/contract/golden.js"

const document = shippedDocument.pipe(Effect.provide(NodeContext.layer))
const decode = Schema.decodeUnknownSync(ContractDocument, { onExcessProperty: "error" })
type Document = typeof ContractDocument.Encoded

/** What the gate of a changed document says of a valid envelope and a valid body: the pointers it complains of. */
const complaints = (change: (document: Document) => Document) =>
  Effect.map(document, (shipped) => {
    const compiled = compileContract(decode(change(Schema.encodeSync(ContractDocument)(shipped))))
    const pointers = (context: string) =>
      Either.match(compiled.check(context, golden[context]?.[0]), {
        onLeft: ({ violations }) => violations.map(({ pointer }) => pointer),
        onRight: () => []
      })
    return { envelope: pointers("envelope"), body: pointers("body_sync") }
  })

/** One context of the document, changed. */
const inContext = (name: string, change: (context: Document["contexts"][string]) => Document["contexts"][string]) =>
(document: Document): Document => {
  const context = document.contexts[name]
  return context === undefined ? document : { ...document, contexts: { ...document.contexts, [name]: change(context) } }
}

describe("the gate is compiled from the document", () => {
  it.effect("E-04 as it ships, a valid envelope and a valid body pass", () =>
    Effect.gen(function*() {
      expect(yield* complaints((shipped) => shipped)).toEqual({ envelope: [], body: [] })
    }))

  it.effect("E-04 I-15 one more forbidden field, in one context or in all, is refused there and nowhere else", () =>
    Effect.gen(function*() {
      const here = inContext("body_sync", (context) => ({ ...context, forbidden: [...context.forbidden, "target_branch"] }))
      expect(yield* complaints(here)).toEqual({ envelope: [], body: ["/target_branch"] })
      const everywhere = yield* complaints((shipped) => ({
        ...shipped,
        forbidden: { ...shipped.forbidden, keys: { ...shipped.forbidden.keys, project_uuid: "addition" } }
      }))
      expect(everywhere).toEqual({ envelope: ["/project_uuid"], body: ["/project_uuid"] })
    }))

  it.effect("E-04 I-15 one more required field is missed", () =>
    Effect.gen(function*() {
      const more = inContext("body_sync", (context) => ({
        ...context,
        shape: { ...context.shape, required: { ...context.shape.required, signature: { type: "string", source: "addition" } } }
      }))
      expect(yield* complaints(more)).toEqual({ envelope: [], body: ["/signature"] })
    }))

  it.effect("E-04 I-15 a field that is taken from the shape is one too many", () =>
    Effect.gen(function*() {
      const less = inContext("body_sync", (context) => {
        const { hash_algorithm: _, ...required } = context.shape.required
        return { ...context, shape: { ...context.shape, required } }
      })
      expect((yield* complaints(less)).body).toEqual(["/hash_algorithm"])
    }))

  it.effect("E-04 G-C3 a document changed on disk makes no gate at all, and none of the rules in the code stands in for it", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const shipped = yield* files.readFileString("contracts/upstream-3.0.0.json")
      const file = `${folder}/contract.json`
      yield* files.writeFileString(file, shipped.replace("\"feature_slug\"", "\"feature_slag\""))
      const refused = yield* Effect.flip(Effect.provide(ContractGate, layerFrom(file)))
      expect(refused).toMatchObject({ _tag: "ContractUnusable", reason: "changed" })
      yield* files.writeFileString(file, shipped)
      const gate = yield* Effect.provide(ContractGate, layerFrom(file))
      yield* files.remove(file)
      // Compiled when it was loaded: nothing is read again.
      expect(Either.isRight(yield* Effect.either(gate.check("body_sync", golden["body_sync"]?.[0])))).toBe(true)
    }).pipe(Effect.scoped, Effect.provide(NodeContext.layer)))
})
