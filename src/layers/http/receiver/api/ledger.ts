import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { Ledger } from "../../../../domain/receiver/Ledger.js"
import { SignInCounts } from "../../../../domain/receiver/SignInCounts.js"
import { Refusal } from "../../../../domain/wire/refusals.js"
import { LedgerToken } from "../Auth.js"

const everything = HttpApiEndpoint.get("ledger", "/_ledger")
  .addSuccess(Ledger)
  .addError(Refusal, { status: 503 })

const signIns = HttpApiEndpoint.get("signIns", "/_sign-ins").addSuccess(SignInCounts)

/** What a test asks of the reference receiver alone. No client calls it, so no document of the API shows it. */
export const ledger = HttpApiGroup.make("ledger")
  .add(everything)
  .add(signIns)
  .middleware(LedgerToken)
  .annotate(OpenApi.Exclude, true)
