/**
 * For tests of what you build on spec-kitty: fakes that a test steers, the whole system on a folder of your own
 * (`testingLayer`), a receiver on this machine (`ReceiverMain`), and the laws of each service, which run against a layer
 * of yours. The laws register tests of vitest, through `@effect/vitest`: both are optional peers of this package.
 *
 * @example The laws of a service, run against a layer
 * `layer` would be your own; here it is the one that keeps consent in memory.
 * ```ts
 * import * as Effect from "effect/Effect"
 * import { MemoryServerConsent, serverConsentLaws } from "spec-kitty-effect/testing"
 *
 * const { layer } = MemoryServerConsent
 *
 * serverConsentLaws("mine", (effect) => Effect.provide(effect, layer))
 * ```
 *
 * @module
 */
export * as MemoryAccessTokens from "./layers/memory/AccessTokens.js"
export * as MemoryArtifactTree from "./layers/memory/ArtifactTree.js"
export * as MemoryBodyTransport from "./layers/memory/BodyTransport.js"
export * as MemoryCredentials from "./layers/memory/Credentials.js"
export * as MemoryDeliveryQueue from "./layers/memory/DeliveryQueue.js"
export * as MemoryDossierStore from "./layers/memory/DossierStore.js"
export * as MemoryEventTransport from "./layers/memory/EventTransport.js"
export * as MemoryFileWatcher from "./layers/memory/FileWatcher.js"
export * as MemoryGit from "./layers/memory/Git.js"
export * as MemoryLeaseOwner from "./layers/memory/LeaseOwner.js"
export * as MemoryNotices from "./layers/memory/Notices.js"
export * as MemoryProgress from "./layers/memory/Progress.js"
export * as MemoryProjectIdentityStore from "./layers/memory/ProjectIdentityStore.js"
export * as MemoryReceiver from "./layers/memory/Receiver.js"
export * as MemoryServerConsent from "./layers/memory/ServerConsent.js"
export * as MemoryServerProbe from "./layers/memory/ServerProbe.js"
export * as MemorySettings from "./layers/memory/Settings.js"
export * as MemorySignInServer from "./layers/memory/SignInServer.js"
export * as MemorySignInStore from "./layers/memory/SignInStore.js"
export * as MemoryTracker from "./layers/memory/Tracker.js"
export type { Steering } from "./layers/memory/steering.js"

export * as ReceiverMain from "./layers/ReceiverMain.js"
export { flagsFor, testingLayer } from "./layers/Testing.js"

export { artifactTreeLaws, type ReadFixture, type ScanFixture, type TreeFixture } from "./laws/artifactTree.js"
export { bodyTransportLaws, type BodyTransportLayer } from "./laws/bodyTransport.js"
export { deliveryQueueLaws, type QueueLayer } from "./laws/deliveryQueue.js"
export { dossierStoreLaws, type StoreUnderTest } from "./laws/dossierStore.js"
export { eventTransportLaws, type EventTransportLayer } from "./laws/eventTransport.js"
export { fileWatcherLaws, type WatchedFolder, type WithFolder } from "./laws/fileWatcher.js"
export { projectIdentityStoreLaws, type WithFreshStore } from "./laws/projectIdentityStore.js"
export { type ControlledQueueLayer, queueControlLaws } from "./laws/queueControl.js"
export { type MakeReceiver, receiverLaws } from "./laws/receiver.js"
export { type TrackerLayer, trackerLaws } from "./laws/tracker.js"
export { serverConsentLaws, type WithFreshConsent } from "./laws/serverConsent.js"
export { signInStoreLaws, type WithFreshSignInStore } from "./laws/signInStore.js"
