import * as Effect from "effect/Effect"
import { ContextUnknown } from "../../domain/contract/ContextUnknown.js"
import { ContractShow } from "../../domain/contract/ContractReports.js"
import { describeContext } from "../../domain/contract/describeContext.js"
import type { Outcome } from "../../domain/Diagnostic.js"
import { VendoredContract } from "../../services/VendoredContract.js"

/** What the contract asks for: of one context, or of all. */
export const showContract = Effect.fn("showContract")(function*(context: string | null) {
  const { document } = yield* VendoredContract
  const names = Object.keys(document.contexts).sort()
  if (context !== null && !names.includes(context)) return yield* new ContextUnknown({ context, known: names })
  const outcome: Outcome<ContractShow> = {
    data: new ContractShow({
      contract_version: document.contract_version,
      origin: document.origin,
      forbidden: document.forbidden,
      contexts: Object.entries(document.contexts)
        .filter(([name]) => context === null || name === context)
        .sort(([one], [other]) => one < other ? -1 : 1)
        .map(([name, rules]) => describeContext(name, rules))
    }),
    diagnostics: [],
    exitCode: 0,
    next: context === null ? ["spec-kitty contract show envelope"] : []
  }
  return outcome
})
