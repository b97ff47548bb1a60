import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { ContractGate } from "../../services/ContractGate.js"
import { DemoStage } from "../../services/DemoStage.js"
import { expectThat } from "./assertions.js"
import { scene } from "./show.js"

/** A payload as another tool might build it, with names from before the cutover. */
const legacyBody = {
  project_uuid: "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10",
  [["feature", "slug"].join("_")]: "001-tide-table-export",
  mission_slug: "001-tide-table-export",
  target_branch: "main",
  mission_type: "software-dev",
  manifest_version: "1",
  artifact_path: "spec.md",
  content_hash: "b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060",
  hash_algorithm: "sha256",
  content_body: "alpha\n"
}

/** The gate refuses a payload with a legacy field and says where and why, without repeating what it refused. */
export const gateScene = Effect.fn("gateScene")(function*() {
  const { say } = yield* DemoStage
  yield* scene(5, "A payload with a legacy field: the contract gate refuses it")
  const verdict = yield* Effect.either((yield* ContractGate).check("body_sync", legacyBody))
  yield* say("")
  if (Either.isLeft(verdict)) {
    for (const { pointer, rule } of verdict.left.violations) yield* say(`  body_sync ${pointer}: ${rule}`)
  }
  yield* expectThat("it was refused", Either.isLeft(verdict), "it passed")
})
