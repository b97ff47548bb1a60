import * as Effect from "effect/Effect"
import { ContractVerification } from "../../domain/contract/ContractReports.js"
import { pinnedContract } from "../../domain/contract/pinnedContract.js"
import type { Outcome } from "../../domain/Diagnostic.js"
import { ContractGate } from "../../services/ContractGate.js"
import { VendoredContract } from "../../services/VendoredContract.js"

/**
 * Says what the vendored contract is and that it is the one this version was built with. A file that is not fails before
 * this, when it is read: nothing of it is believed (I-16).
 */
export const verifyContract = Effect.gen(function*() {
  const { document, file } = yield* VendoredContract
  const { contexts } = yield* ContractGate
  const outcome: Outcome<ContractVerification> = {
    data: new ContractVerification({
      file,
      contract_version: document.contract_version,
      sha256: document.sha256,
      pinned_sha256: pinnedContract.sha256,
      contexts: contexts.length,
      origin: document.origin
    }),
    diagnostics: [],
    exitCode: 0,
    next: []
  }
  return outcome
})
