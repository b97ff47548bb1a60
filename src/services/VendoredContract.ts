import * as Context from "effect/Context"
import type { ContractDocument } from "../domain/contract/ContractDocument.js"

/** The contract that ships with the package, read and verified: it is the very one this version was built with. */
export class VendoredContract extends Context.Tag("spec-kitty/VendoredContract")<VendoredContract, {
  /** Absolute path of the file it was read from. */
  readonly file: string
  readonly document: ContractDocument
}>() {}
