import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { hashedText } from "../../domain/contract/canonicalJson.js"
import { compileContract } from "../../domain/contract/compileContract.js"
import { ContractDocument } from "../../domain/contract/ContractDocument.js"
import { ContractUnusable } from "../../domain/contract/ContractUnusable.js"
import { pinnedContract } from "../../domain/contract/pinnedContract.js"
import { ContractGate } from "../../services/ContractGate.js"
import { VendoredContract } from "../../services/VendoredContract.js"
import { packageRoot } from "./packageRoot.js"

const decodeJsonObject = Schema.decode(Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.Unknown })))
const decodeDocument = Schema.decodeUnknown(ContractDocument, { onExcessProperty: "error" })

/**
 * The document in a file, if it is the very one this version was built with: the hash is taken of its content and
 * compared with the one pinned in the code, so a file swapped together with its own hash is refused as well (S29).
 */
export const readContract = Effect.fn("readContract")(function*(file: string) {
  const fs = yield* FileSystem.FileSystem
  const unusable = (reason: ContractUnusable["reason"], detail: string) => new ContractUnusable({ file, reason, detail })

  const text = yield* fs.readFileString(file).pipe(
    Effect.mapError(() => unusable("missing", `${file} can't be read`))
  )
  const content = yield* decodeJsonObject(text).pipe(
    Effect.mapError(() => unusable("malformed", `${file} is not a JSON object`))
  )
  if (content["contract_version"] !== pinnedContract.version || content["format"] !== 1) {
    return yield* unusable("newer", `${file} is not for contract ${pinnedContract.version}, the one this version knows`)
  }
  const sha256 = createHash("sha256").update(hashedText(content), "utf8").digest("hex")
  if (sha256 !== pinnedContract.sha256 || content["sha256"] !== sha256) {
    return yield* unusable("changed", `the rules in ${file} are not those this version was built with`)
  }
  return yield* decodeDocument(content).pipe(
    Effect.mapError(() => unusable("malformed", `${file} does not have the shape of a contract document`))
  )
})

/** The gate by the document in `file`: read, verified and compiled once. */
export const layerFrom = (file: string): Layer.Layer<ContractGate, ContractUnusable, FileSystem.FileSystem> =>
  Layer.effect(ContractGate, Effect.map(readContract(file), (document) => ContractGate.of(compileContract(document))))

/** Where the document that ships with the package is. */
const shippedFile = Effect.gen(function*() {
  const path = yield* Path.Path
  return path.join(yield* packageRoot, pinnedContract.file)
}).pipe(
  Effect.mapError(({ from, why }) => new ContractUnusable({ file: from, reason: "missing", detail: why }))
)

/** The document that ships with the package, verified as the gate verifies it. */
export const documentLayer = Layer.effect(
  VendoredContract,
  Effect.flatMap(shippedFile, (file) => Effect.map(readContract(file), (document) => ({ file, document })))
)

/** The gate by that document. Fails closed: without a sound document there is no gate. */
export const layer = Layer.effect(
  ContractGate,
  Effect.map(VendoredContract, ({ document }) => ContractGate.of(compileContract(document)))
).pipe(Layer.provide(documentLayer))
