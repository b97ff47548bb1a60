import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { type Observation, notOk, ok } from "../../domain/health/Check.js"
import { placeSuffix } from "../../domain/Place.js"
import { parseServerUrl } from "../../domain/sync/parseServerUrl.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { TargetFault } from "../../domain/sync/transportErrors.js"
import { Credentials, type TokenFacts } from "../../services/Credentials.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { QueueAudit } from "../../services/QueueAudit.js"
import { type ServerConsent } from "../../services/ServerConsent.js"
import { ServerProbe } from "../../services/ServerProbe.js"
import { Settings } from "../../services/Settings.js"
import { count, span } from "../cli/render/words.js"
import { describeFault } from "../sync/faultDiagnostics.js"
import { serverOfProject } from "../sync/serverInUse.js"
import type { Look } from "./Look.js"
import { some } from "./some.js"

const inUse = Effect.gen(function*() {
  return yield* serverOfProject(yield* (yield* ProjectIdentityStore).projectUuid)
})

/** A server that the repository names and that is not the one in use; it is shown, never used by itself (S21). */
const namedElsewhere = Effect.map(Settings, ({ serverNamedByRepository }) => (used: string | null): string =>
  Option.match(serverNamedByRepository, {
    onNone: () => "",
    onSome: ({ file, line, url }) => {
      const shown = Either.match(parseServerUrl(url), {
        onLeft: (refused) => refused.url,
        onRight: (server): string => server
      })
      return shown === used ? "" : `; ${file}${placeSuffix({ line })} names ${shown}, which is not used by itself`
    }
  }))

const noServer = { why: "no server is chosen for this project", fix: "spec-kitty sync server URL" }

export const serverLook: Look<ProjectIdentityStore | ServerConsent | Settings> = {
  id: "server.consent",
  title: "Server and consent",
  observe: Effect.gen(function*() {
    const server = yield* inUse
    const named = yield* namedElsewhere
    if (server._tag === "None") return notOk("warning", { evidence: `no consent is stored${named(null)}`, ...noServer })
    const evidence = `your consent for this clone names ${server.url}${named(server.url)}`
    return server._tag === "Ready" ? ok(evidence, server.url) : notOk("warning", {
      evidence,
      why: "SPEC_KITTY_ENABLE_SAAS_SYNC denies sending in this environment",
      fix: "unset SPEC_KITTY_ENABLE_SAAS_SYNC, then run spec-kitty sync",
      target: server.url
    })
  })
}

const iso = (ms: number): string => DateTime.formatIso(DateTime.unsafeMake(ms))

/** By what is stored and our clock alone: whether the server still takes it, `answerLook` asks. */
const observeToken = ({ expiresAtMs, renewableUntilMs, renewalDue, source }: TokenFacts, server: ServerUrl, nowMs: number): Observation => {
  if (source === "environment") return ok("SPEC_KITTY_TOKEN; it names no expiry", server)
  const access = expiresAtMs === null
    ? "an access token without an expiry"
    : renewalDue
    ? `an access token that expired ${span(nowMs - expiresAtMs)} ago`
    : `an access token until ${iso(expiresAtMs)} (${span(expiresAtMs - nowMs)} left)`
  const evidence = `stored sign-in for this server: ${access}`
  if (!renewalDue) return ok(evidence, server)
  if (renewableUntilMs === null || renewableUntilMs > nowMs) {
    return ok(`${evidence}; the next request renews it`, server)
  }
  return notOk("warning", {
    evidence,
    why: `the refresh token expired at ${iso(renewableUntilMs)}, so the server is likely not to renew it`,
    fix: "spec-kitty auth login",
    target: server
  })
}

export const tokenLook: Look<ProjectIdentityStore | ServerConsent | Settings | Credentials> = {
  id: "server.token",
  title: "Token",
  observe: Effect.gen(function*() {
    const server = yield* inUse
    if (server._tag === "None") {
      return notOk("unknown", { ...noServer, why: "a token belongs to a server, and none is chosen" })
    }
    const now = yield* Clock.currentTimeMillis
    return yield* (yield* Credentials).describe(server.url).pipe(
      Effect.map((facts) => observeToken(facts, server.url, now)),
      Effect.catchTag("SignInNeeded", (error) =>
        Effect.succeed(notOk("error", { code: error.code, why: error.why, fix: error.next, target: error.target })))
    )
  })
}

/** How long a server may take to show that it is there. */
export const probePatience = Duration.seconds(5)

const tooLate = new TargetFault({ kind: "timeout", reason: `no answer within ${Duration.format(probePatience)}` })

/** Asks the server with the user's own token, in bounded time (039 FR-018). */
export const probe = Effect.fn("probe")(function*(server: ServerUrl) {
  const started = yield* Clock.currentTimeMillis
  const observation = yield* (yield* ServerProbe).ask(server).pipe(
    Effect.disconnect,
    Effect.timeoutFail({ duration: probePatience, onTimeout: () => tooLate }),
    Effect.flatMap(({ said }) => Effect.map(DateTime.now, (now): Observation =>
      ok(`${server} took the token: ${said}, at ${DateTime.formatIso(now)} after ` +
        `${DateTime.toEpochMillis(now) - started} ms`, server))),
    Effect.catchTags({
      TargetFault: (fault) => {
        const { code, fix, message } = describeFault(fault)
        return Effect.succeed(notOk("error", { code, why: `${message} ${fault.reason}`, fix, target: server }))
      },
      Unavailable: ({ reason }) =>
        Effect.succeed(notOk("error", {
          code: "SERVER-08",
          why: `the server can't take anything now: ${reason}`,
          fix: "spec-kitty sync --wait 30s",
          target: server
        }))
    })
  )
  return observation
})

export const answerLook: Look<ProjectIdentityStore | ServerConsent | Settings | ServerProbe> = {
  id: "server.answer",
  title: "Server's answer",
  observe: Effect.gen(function*() {
    const server = yield* inUse
    if (server._tag === "None") return notOk("unknown", { ...noServer, why: "there is no server to ask" })
    return server._tag === "Ready" ? yield* probe(server.url) : notOk("unknown", {
      why: "SPEC_KITTY_ENABLE_SAAS_SYNC denies sending, so the server was not asked",
      fix: "unset SPEC_KITTY_ENABLE_SAAS_SYNC, then run spec-kitty doctor",
      target: server.url
    })
  })
}

/** `--offline`: not asked is not known. */
export const notAskedLook: Look = {
  id: "server.answer",
  title: "Server's answer",
  observe: Effect.succeed(notOk("unknown", { why: "the server was not asked (--offline)", fix: "spec-kitty doctor" }))
}

export const receiptsLook: Look<QueueAudit> = {
  id: "server.receipts",
  title: "Receipts",
  observe: Effect.gen(function*() {
    const receipts = yield* (yield* QueueAudit).lastReceipts
    if (receipts.length === 0) {
      return notOk("warning", {
        evidence: "no receipt is stored",
        why: "no artifact of this project was ever acknowledged by a receiver",
        fix: "spec-kitty sync"
      })
    }
    const all = receipts.reduce((sum, each) => sum + each.receipts, 0)
    return ok(`${count(all, "receipt")} of ${count(receipts.length, "mission")}, the last of each: ` +
      some(receipts.map(({ acknowledgedAt, missionSlug }) => `${missionSlug} ${acknowledgedAt}`), 5))
  })
}
