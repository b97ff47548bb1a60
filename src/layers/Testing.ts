import * as Layer from "effect/Layer"
import type { ProjectFlags } from "../services/GlobalFlags.js"
import { localLayer } from "./Main.js"
import * as BodyTransport from "./memory/BodyTransport.js"
import * as DeliveryQueue from "./memory/DeliveryQueue.js"
import * as EventTransport from "./memory/EventTransport.js"
import * as Progress from "./memory/Progress.js"

/** Flags as if none was given, for the project at `directory`. */
export const flagsFor = (directory: string): ProjectFlags => ({
  project: directory,
  config: null,
  timeout: null,
  concurrency: null
})

/**
 * The whole system on a real folder, with a queue in memory and a server that is a pair of steerable transports: no
 * network, and a clock that tests move by hand.
 */
export const testingLayer = (directory: string) =>
  Layer.mergeAll(DeliveryQueue.layer, EventTransport.layer, BodyTransport.layer, Progress.layer).pipe(
    Layer.provideMerge(localLayer(flagsFor(directory)))
  )
