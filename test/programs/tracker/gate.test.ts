import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { BuildId, NodeId, ProjectUuid } from "../../../src/domain/identity/ids.js"
import { ProjectIdentity } from "../../../src/domain/identity/ProjectIdentity.js"
import { TrackerProjectIdentity } from "../../../src/domain/wire/tracker.js"
import { TrackerSteering } from "../../../src/layers/memory/Tracker.js"
import { exitReason } from "../../../src/programs/cli/exitReason.js"
import { presentProject } from "../../../src/programs/tracker/presentProject.js"
import { ContractGate } from "../../../src/services/ContractGate.js"
import { ProjectIdentityStore } from "../../../src/services/ProjectIdentityStore.js"
import { contract } from "../../../src/laws/fixtures/contract.js"
import { bind, received, tracking } from "./world.js"

const hex = (length: number) => FastCheck.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`))
const uuid = FastCheck.uuid()
const anyIdentity = FastCheck.record({
  project_uuid: uuid.map((id) => ProjectUuid.make(id)),
  project_slug: FastCheck.option(FastCheck.string(), { nil: null }),
  build_id: uuid.map((id) => BuildId.make(id)),
  node_id: hex(12).map((id) => NodeId.make(id)),
  repo_slug: FastCheck.option(FastCheck.string(), { nil: null })
}).map((fields) => new ProjectIdentity(fields))

const strictly = Schema.decodeUnknownSync(TrackerProjectIdentity, { onExcessProperty: "error" })

describe("what a project says of itself to a tracker", () => {
  it.effect.prop(
    "I-12 I-13 I-14 whatever passes the gate has the five names, build_id among them, and the user's repo_slug or null; the rest is refused",
    { identity: anyIdentity, repoSlug: FastCheck.option(FastCheck.string(), { nil: null }) },
    ({ identity, repoSlug }) =>
      Effect.gen(function*() {
        const answer = yield* Effect.either(presentProject(identity, repoSlug))
        if (answer._tag === "Left") {
          expect([answer.left._tag, exitReason(answer.left)]).toEqual(["ContractViolations", "gateRefused"])
          expect(identity.project_slug === null || identity.project_slug === "" || !identity.project_slug.isWellFormed() || repoSlug?.isWellFormed() === false).toBe(true)
          return
        }
        const sent: unknown = JSON.parse(answer.right.gated.json)
        expect(strictly(sent)).toEqual({
          uuid: identity.project_uuid, slug: identity.project_slug, node_id: identity.node_id, repo_slug: repoSlug, build_id: identity.build_id
        })
        expect(Object.keys(strictly(sent)).sort()).toEqual(["build_id", "node_id", "repo_slug", "slug", "uuid"])
        expect(answer.right.shown).toEqual(sent)
      }).pipe(Effect.provideService(ContractGate, contract)),
    { fastCheck: { numRuns: 300 } }
  )

  it.scoped("I-12 I-13 every request of a bind that speaks of the project says the same five names", () =>
    tracking(() =>
      Effect.gen(function*() {
        yield* bind({ candidate: 1 })
        const { build_id } = yield* Effect.flatMap(ProjectIdentityStore, (store) => store.ensure)
        const calls = yield* Effect.flatMap(TrackerSteering, (steering) => steering.received)
        expect(calls.map(({ method }) => method)).toEqual(["resolve", "confirm", "validate"])
        for (const { identity } of calls) {
          const sent = strictly(JSON.parse(identity ?? "null"))
          expect([sent.build_id, sent.repo_slug]).toEqual([build_id, null])
        }
      })))

  it.scoped("I-12 repo_slug is the user's own value", () =>
    tracking(() =>
      Effect.gen(function*() {
        expect((yield* bind()).data.project_identity.repo_slug).toBe("acme/billing")
      }), { config: "project:\n  repo_slug: acme/billing\n" }))

  it.scoped("I-12 I-14 what the gate refuses is not sent, whatever else is right", () =>
    tracking(() =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(bind())
        expect([error.code, exitReason(error)]).toEqual(["GATE-01", "gateRefused"])
        expect(error.why).toContain("/slug")
        expect(yield* received).toEqual([])
      }).pipe(Effect.provideServiceEffect(
        ProjectIdentityStore,
        Effect.map(ProjectIdentityStore, (store) => ({
          ...store,
          ensure: Effect.map(store.ensure, (identity) => new ProjectIdentity({ ...identity, project_slug: "" }))
        }))
      ))))
})
