import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import * as Chooser from "../../../src/layers/memory/Chooser.js"
import * as Tracker from "../../../src/layers/memory/Tracker.js"
import * as TrackerConfig from "../../../src/layers/node/TrackerConfig.js"
import { bindTracker } from "../../../src/programs/tracker/bind.js"
import type { BindRequest } from "../../../src/programs/tracker/BindScene.js"
import { inConsentingProject } from "../sync/world.js"

export const config = ".kittify/config.yaml"

export const configOf = (root: string): string => fs.readFileSync(path.join(root, config), "utf8")

/** A project that may send, a tracker one steers, the real config.yaml, and a person who answers with these numbers. */
export const tracking = <A, E, R>(
  use: (root: string) => Effect.Effect<A, E, R>,
  over: {
    readonly config?: string
    readonly answers?: ReadonlyArray<number>
    readonly environment?: Record<string, string>
  } = {}
) =>
  inConsentingProject({ "kitty-specs/README.md": "", [config]: over.config ?? "" }, (root) =>
    use(root).pipe(Effect.provide(Layer.mergeAll(Tracker.layer, TrackerConfig.layer, Chooser.layer(...over.answers ?? [])))), over.environment)

export const bind = (over: Partial<BindRequest> = {}) => bindTracker({ provider: "linear", candidate: null, dryRun: false, ...over })

/** Everything that arrived at the server: `confirm ct_1`. */
export const received = Effect.map(
  Effect.flatMap(Tracker.TrackerSteering, (steering) => steering.received),
  (calls) => calls.map(({ method, words }) => [method, words["candidate_token"] ?? words["binding_ref"] ?? ""].join(" ").trim())
)
