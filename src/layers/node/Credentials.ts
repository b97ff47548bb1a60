import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { join } from "node:path"
import { parse } from "smol-toml"
import { Diagnostic } from "../../domain/Diagnostic.js"
import { expiryMs, isCarriable, isUnexpired } from "../../domain/sync/accessToken.js"
import { parseServerUrl, serverOrigin } from "../../domain/sync/parseServerUrl.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { SignInNeeded } from "../../domain/sync/SignInNeeded.js"
import { Credentials, type TokenFacts } from "../../services/Credentials.js"
import { Notices } from "../../services/Notices.js"
import { Settings } from "../../services/Settings.js"
import { readPrivateFile } from "./readPrivateFile.js"

/** TOML knows instants of its own beside text. */
const Expiry = Schema.Union(Schema.String, Schema.ValidDateFromSelf)
const expiryText = (expiry: typeof Expiry.Type): string => typeof expiry === "string" ? expiry : expiry.toISOString()

/** `credentials`: what signing in leaves behind. All of it optional, since a sign-out or another tool may take parts. */
const CredentialsFile = Schema.Struct({
  tokens: Schema.optional(Schema.Struct({
    access: Schema.optional(Schema.Redacted(Schema.String)),
    access_expires_at: Schema.optional(Expiry)
  })),
  user: Schema.optional(Schema.Struct({ team_slug: Schema.optional(Schema.String) })),
  server: Schema.optional(Schema.Struct({ url: Schema.optional(Schema.String) }))
})
type CredentialsFile = typeof CredentialsFile.Type
const decodeFile = Schema.decodeUnknownOption(CredentialsFile)

const nothingStored: CredentialsFile = {}

/** The parser's own message quotes the line at fault, which may be a token: it is dropped. */
const parseFile = (text: string) =>
  Either.try(() => parse(text)).pipe(
    Option.getRight,
    Option.flatMap(decodeFile)
  )

const checkStored = ({ server: made, tokens }: CredentialsFile, server: ServerUrl, nowMs: number) => {
  const refuse = (cause: SignInNeeded["cause"]) => Either.left(new SignInNeeded({ server, cause }))
  if (tokens?.access === undefined) return refuse("no_token")
  const madeFor = parseServerUrl(made?.url ?? "").pipe(Either.map(serverOrigin), Option.getRight)
  if (!Option.contains(madeFor, serverOrigin(server))) return refuse("other_server")
  if (!isUnexpired(expiryText(tokens.access_expires_at ?? ""), nowMs)) return refuse("expired")
  return Either.right(tokens.access)
}

const exposedNotice = (file: string): Diagnostic =>
  new Diagnostic({
    severity: "warning",
    code: "FILE-02",
    message: `${file} can be read by other users of this machine.`,
    why: "whoever reads the token in it can send in your name",
    fix: `run chmod 600 ${file}`,
    target: file
  })

const make = Effect.gen(function*() {
  const { home, token: given } = yield* Settings
  const notices = yield* Notices
  const path = join(home, "credentials")

  // Read each time: another process may have signed in or out since.
  const stored = readPrivateFile(path).pipe(
    Effect.flatMap(Option.match({
      onNone: () => Effect.succeed(nothingStored),
      onSome: ({ exposed, text }) =>
        Effect.zipRight(exposed ? notices.add(exposedNotice(path)) : Effect.void, parseFile(text))
    }))
  )

  const storedToken = (server: ServerUrl) =>
    Effect.gen(function*() {
      const file = yield* Effect.mapError(stored, () => new SignInNeeded({ server, cause: "unreadable" }))
      return yield* checkStored(file, server, yield* Clock.currentTimeMillis)
    })

  const token = Effect.fn("Credentials.token")(function*(server: ServerUrl) {
    const found = yield* Option.match(given, { onNone: () => storedToken(server), onSome: Effect.succeed })
    return isCarriable(Redacted.value(found))
      ? found
      : yield* new SignInNeeded({ server, cause: "malformed" })
  })

  const describe = Effect.fn("Credentials.describe")(function*(server: ServerUrl) {
    yield* token(server)
    if (Option.isSome(given)) return { source: "environment", expiresAtMs: null } satisfies TokenFacts
    const file = yield* Effect.orElseSucceed(stored, () => nothingStored)
    return { source: "stored", expiresAtMs: expiryMs(expiryText(file.tokens?.access_expires_at ?? "")) } satisfies TokenFacts
  })

  const teamSlug = stored.pipe(
    Effect.map(({ user }) => user?.team_slug?.trim() ?? ""),
    Effect.orElseSucceed(() => ""),
    Effect.map((slug) => slug === "" ? "local" : slug)
  )
  return Credentials.of({ token, describe, teamSlug })
})

/** `SPEC_KITTY_TOKEN`, else `$SPEC_KITTY_HOME/credentials` (TOML), whose token goes to the origin it was made for alone. */
export const layer = Layer.effect(Credentials, make)
