import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { EventTransportSteering } from "../../../src/layers/memory/EventTransport.js"
import { metaJson, smallMission } from "../../fixtures/project.js"
import { inConsentingProject, outcomes, runSync } from "./world.js"

const [alpha, beta] = ["001-alpha", "002-beta"]
const manifestFile = ".kittify/missions/software-dev/expected-artifacts.yaml"
const ownManifest = (version: string): string =>
  `schema_version: "1.0"\nmission_type: software-dev\nmanifest_version: "${version}"\n`

const sentBodies = Effect.flatMap(BodyTransportSteering, ({ received }) =>
  Effect.map(received, (claims) => claims.map(({ body }) => body.value)))

/** Every `manifest_version` that left the machine, in events and in bodies. */
const sentVersions = Effect.gen(function*() {
  const events = (yield* (yield* EventTransportSteering).received).flat().map(({ event }) => event.json)
  const inEvents = events.flatMap((json) => [...json.matchAll(/"manifest_version":"([^"]*)"/g)].map(([, version]) => version))
  return { events: new Set(inEvents), bodies: new Set((yield* sentBodies).map(({ manifest_version }) => manifest_version)) }
})

describe("one content in two namespaces", () => {
  const files = {
    ...smallMission(alpha),
    ...smallMission(beta),
    [`kitty-specs/${beta}/meta.json`]: metaJson(beta, { target_branch: "2.x", mission_type: "research" })
  }

  it.scoped("B-31 G-D7 the same file in two missions makes two requests, each with its own whole tuple", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const { data } = yield* runSync()
        const plans = (yield* sentBodies).filter(({ artifact_path }) => artifact_path === "plan.md")
        expect(plans.map(({ content_hash }) => content_hash)).toHaveLength(2)
        expect(new Set(plans.map(({ content_hash }) => content_hash)).size).toBe(1)
        expect(plans.map(({ namespace }) => ({ ...namespace }))).toEqual([
          { ...data.missions[0]?.namespace, mission_slug: alpha, target_branch: "main", mission_type: "software-dev" },
          { ...data.missions[1]?.namespace, mission_slug: beta, target_branch: "2.x", mission_type: "research" }
        ])
        expect(outcomes(data)).toMatchObject({ [`${alpha}/plan.md`]: "uploaded", [`${beta}/plan.md`]: "uploaded" })
      })))
})

describe("manifest_version", () => {
  it.scoped("B-26 is that of the manifest that ships, in every event and body", () =>
    inConsentingProject(smallMission(alpha), () =>
      Effect.gen(function*() {
        yield* runSync()
        expect(yield* sentVersions).toEqual({ events: new Set(["1"]), bodies: new Set(["1"]) })
      })))

  it.scoped("B-26 is that of the project's own manifest where it has one, and of no other type's", () =>
    inConsentingProject(
      {
        ...smallMission(alpha),
        ...smallMission(beta),
        [`kitty-specs/${beta}/meta.json`]: metaJson(beta, { mission_type: "research" }),
        [manifestFile]: ownManifest("tea-7")
      },
      () =>
        Effect.gen(function*() {
          const { data } = yield* runSync()
          expect(data.missions.map(({ namespace }) => namespace.manifest_version)).toEqual(["tea-7", "1"])
          const sent = (yield* sentBodies).map(({ manifest_version, mission_slug }) => `${mission_slug} ${manifest_version}`)
          expect(new Set(sent)).toEqual(new Set([`${alpha} tea-7`, `${beta} 1`]))
        })
    ))
})
