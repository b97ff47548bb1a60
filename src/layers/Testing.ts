import * as Layer from "effect/Layer"
import * as path from "node:path"
import type { ProjectFlags } from "../services/GlobalFlags.js"
import { localLayer } from "./Main.js"
import * as BodyTransport from "./memory/BodyTransport.js"
import * as DeliveryQueue from "./memory/DeliveryQueue.js"
import * as EventTransport from "./memory/EventTransport.js"
import * as Progress from "./memory/Progress.js"
import { Environment } from "./node/Settings.js"

/** Flags as if none was given, for the project at `directory`. */
export const flagsFor = (directory: string): ProjectFlags => ({
  project: directory,
  config: null,
  timeout: null,
  concurrency: null
})

/** A user who is signed in, with a home of his own below the project: nothing of the machine's user is read. */
const environmentAt = (directory: string) => ({
  SPEC_KITTY_HOME: path.join(directory, ".spec-kitty-home"),
  SPEC_KITTY_TOKEN: "token-of-a-test"
})

/**
 * The whole system on a real folder, with a queue in memory and a server that is a pair of steerable transports: no
 * network, and a clock that tests move by hand. `environment` holds all variables there are, `PATH` for git among them.
 */
export const testingLayer = (
  directory: string,
  environment: Readonly<Record<string, string | undefined>> = environmentAt(directory)
) =>
  Layer.mergeAll(DeliveryQueue.layer, EventTransport.layer, BodyTransport.layer, Progress.layer).pipe(
    Layer.provideMerge(localLayer(flagsFor(directory))),
    Layer.provide(Layer.succeed(Environment, environment))
  )
