import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { gzipSync } from "node:zlib"
import { parseFault } from "../../../src/domain/receiver/Fault.js"
import * as ReceiverMain from "../../../src/layers/ReceiverMain.js"
import { ReceiverAddress } from "../../../src/services/ReceiverAddress.js"
import { httpCall } from "../../fixtures/httpCall.js"
import type { Exchange, Fixture } from "./fixtures.js"

const names = ["access", "refresh"] as const

/** `<access>` and `<refresh>` stand for what the last answer gave, `<refresh before>` for the refresh token before that. */
const replay = (url: string, tokens: Map<string, string>) => ({ request, response: { headers: awaited = {} } }: Exchange) =>
  Effect.gen(function*() {
    const filled = (text: string): string => [...tokens].reduce((now, [name, token]) => now.replaceAll(`<${name}>`, token), text)
    const text = request.body === undefined ? undefined : filled(JSON.stringify(request.body))
    const body = text !== undefined && request.headers["Content-Encoding"] === "gzip" ? gzipSync(text) : text
    const answer = yield* httpCall(url, {
      method: request.method,
      path: request.path,
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, filled(value)])),
      ...(body === undefined ? {} : { body })
    })
    const seen: Record<string, unknown> = { ...Object(answer.json) }
    for (const name of names) {
      const token = seen[name]
      if (typeof token !== "string") continue
      if (name === "refresh") tokens.set("refresh before", tokens.get(name) ?? "")
      tokens.set(name, token)
      seen[name] = `<${name}>`
    }
    const headers = Object.fromEntries(Object.keys(awaited).map((name) => [name, answer.headers[name]]))
    return { status: answer.status, ...(Object.keys(awaited).length === 0 ? {} : { headers }), body: seen }
  })

/** What a receiver that holds nothing yet answers to each request of the fixture, in their order. */
export const replayed = ({ account, exchanges, faults = [] }: Fixture) =>
  Effect.gen(function*() {
    const wrong = faults.map((form) => Either.getOrThrow(parseFault(form)))
    const accounts = account === undefined ? [] : [{ name: account.username, password: Redacted.make(account.password) }]
    const receiver = yield* Layer.build(ReceiverMain.layer({ port: 0, tokens: [], accounts, faults: wrong, db: Option.none() }))
    const { url } = Context.get(receiver, ReceiverAddress)
    const tokens = new Map([["access", "any-token-will-do"], ["refresh", "no-such-refresh-token"]])
    return yield* Effect.forEach(exchanges, replay(url, tokens))
  })
