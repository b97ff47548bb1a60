import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { type ExitReason, exitCodeOf } from "../../domain/exitCode.js"
import type { Explained } from "../../domain/Explained.js"
import { TrackerBindingInvalid } from "../../domain/tracker/bindErrors.js"
import { parseProvider } from "../../domain/tracker/parseProvider.js"
import { TrackerStatusReport } from "../../domain/tracker/TrackerReports.js"
import type { TrackerSection } from "../../domain/tracker/TrackerSection.js"
import type { TrackerProvider } from "../../domain/wire/tracker.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { Tracker } from "../../services/Tracker.js"
import { TrackerConfig, type TrackerSettings } from "../../services/TrackerConfig.js"
import { serverOfProject } from "../sync/serverInUse.js"
import { verdictOf } from "./bindOutcome.js"
import { presentProject } from "./presentProject.js"
import { trackerServer } from "./trackerServer.js"

type Report = ConstructorParameters<typeof TrackerStatusReport>[0]
type Found = Pick<Report, "answer" | "validation" | "connected" | "last_synced_at">

const unknown: Found = { answer: "not_asked", validation: null, connected: null, last_synced_at: null }

/** The server asked about the binding, and about the tracker behind it where it stands by it. */
const askServer = Effect.fn("tracker.askServer")(function*(
  { repoSlug }: TrackerSettings,
  provider: TrackerProvider,
  bindingRef: string
) {
  const server = yield* trackerServer
  const { gated } = yield* presentProject(yield* (yield* ProjectIdentityStore).provisional, repoSlug)
  const tracker = yield* Tracker
  const validation = verdictOf(yield* tracker.validate(server, { provider, identity: gated, bindingRef }))
  if (!validation.valid) return { ...unknown, answer: "given" as const, validation }
  const { connected, last_synced_at = null } = yield* tracker.status(server, { provider, bindingRef })
  const found: Found = { answer: "given", validation, connected, last_synced_at }
  return found
})

type Failure = Effect.Effect.Error<ReturnType<typeof askServer>>

/** A sign-in is 4 and the gate 7; whatever else leaves open whether the binding is good is a finding. */
const reasonOf = (failure: Failure): ExitReason => {
  switch (failure._tag) {
    case "TrackerSignInNeeded":
      return "signInNeeded"
    case "TrackerNotAsked":
      return failure.needsSignIn ? "signInNeeded" : "findings"
    case "ContractViolations":
      return "gateRefused"
    default:
      return "findings"
  }
}

/** How far the question came. */
const answerOf = (failure: Failure): Found["answer"] => {
  switch (failure._tag) {
    case "TrackerSignInNeeded":
      return "sign_in_needed"
    case "TrackerRefused":
      return "refused"
    case "TrackerUnavailable":
      return "none"
    default:
      return "not_asked"
  }
}

const told = (error: Explained, reason: ExitReason) => ({
  diagnostics: [Diagnostic.of(error, reason === "findings" ? "warning" : "error")],
  exitCode: exitCodeOf([reason])
})

/** What the server's word on the binding comes to. */
const judge = ({ validation }: Found) => {
  if (validation === null || validation.valid) return { diagnostics: [], exitCode: 0 }
  const { guidance, reason } = validation
  return {
    diagnostics: [Diagnostic.of(new TrackerBindingInvalid({ reason, guidance, recorded: true }))],
    exitCode: exitCodeOf(["findings"])
  }
}

/** Without a binding there is nothing to ask about; a tracker that can't be bound says why. */
const unbound = (section: TrackerSection) => {
  const refused = section.provider === null ? Either.right(null) : parseProvider(section.provider)
  return Either.isLeft(refused)
    ? { diagnostics: [Diagnostic.of(refused.left, "info")], exitCode: 0, next: [] }
    : { diagnostics: [], exitCode: 0, next: ["spec-kitty tracker bind"] }
}

const examine = Effect.fn("tracker.examine")(function*(settings: TrackerSettings) {
  const { binding_ref, provider: written } = settings.section
  const provider = Either.getOrElse(parseProvider(written ?? ""), () => null)
  if (provider === null || binding_ref === null) return { found: unknown, bound: false, ...unbound(settings.section) }
  const asked = yield* Effect.either(askServer(settings, provider, binding_ref))
  const next: ReadonlyArray<string> = []
  return Either.isRight(asked)
    ? { found: asked.right, bound: true, next, ...judge(asked.right) }
    : { found: { ...unknown, answer: answerOf(asked.left) }, bound: true, next, ...told(asked.left, reasonOf(asked.left)) }
})

/** What config.yaml says of the tracker, and what the server says of that. Makes no identity, and writes nothing. */
export const trackerStatus = Effect.gen(function*() {
  const settings = yield* (yield* TrackerConfig).read
  const server = yield* serverOfProject(yield* (yield* ProjectIdentityStore).projectUuid)
  const { bound, diagnostics, exitCode, found, next } = yield* examine(settings)
  const outcome: Outcome<TrackerStatusReport> = {
    data: new TrackerStatusReport({
      binding: settings.section,
      bound,
      server: server._tag === "None" ? null : server.url,
      ...found
    }),
    diagnostics,
    exitCode,
    next
  }
  return outcome
})
