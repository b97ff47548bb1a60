import * as DateTime from "effect/DateTime"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { parse, stringify } from "smol-toml"
import type { SignIn, StoredSignIn } from "../../../domain/signIn/SignIn.js"
import { expiryMs } from "../../../domain/sync/accessToken.js"
import { parseServerUrl } from "../../../domain/sync/parseServerUrl.js"

type Table = { readonly [key: string]: unknown }

const isTable = (value: unknown): value is Table => Predicate.isRecord(value) && !(value instanceof Date)

const tableAt = (table: Table, name: string): Table => {
  const value = Object.hasOwn(table, name) ? table[name] : undefined
  return isTable(value) ? value : {}
}

/** The parser's own message quotes the line at fault, which may be a token: it is dropped. */
const parseTable = (text: string): Option.Option<Table> =>
  Option.getRight(Either.try((): Table => parse(text, { integersAsBigInt: "asNeeded" })))

const readText = Schema.decodeUnknownOption(Schema.Trim.pipe(Schema.minLength(1)))
const readSecret = Schema.decodeUnknownOption(Schema.Redacted(Schema.NonEmptyString))
/** TOML knows instants of its own beside text. */
const readExpiry = Schema.decodeUnknownOption(Schema.Union(Schema.String, Schema.ValidDateFromSelf))

const expiryOf = (value: unknown): number | null =>
  Option.match(readExpiry(value), {
    onNone: () => null,
    onSome: (expiry) => expiryMs(typeof expiry === "string" ? expiry : expiry.toISOString())
  })

const signInIn = (file: Table): StoredSignIn => {
  const [tokens, user, server] = [tableAt(file, "tokens"), tableAt(file, "user"), tableAt(file, "server")]
  const text = (value: unknown) => Option.getOrNull(readText(value))
  return {
    server: Option.getOrNull(Option.flatMap(readText(server["url"]), (url) => Option.getRight(parseServerUrl(url)))),
    username: text(user["username"]),
    teamSlug: text(user["team_slug"]),
    access: Option.getOrNull(readSecret(tokens["access"])),
    accessExpiresAtMs: expiryOf(tokens["access_expires_at"]),
    refresh: Option.getOrNull(readSecret(tokens["refresh"])),
    refreshExpiresAtMs: expiryOf(tokens["refresh_expires_at"])
  }
}

/** What a file of this text holds; none where it is no TOML. A part of it that can't be read is as if it were absent. */
export const readSignIn = (text: string): Option.Option<StoredSignIn> => Option.map(parseTable(text), signInIn)

/** As the original writes them: microseconds, and the zone as an offset. */
const expiryText = (ms: number): string => DateTime.formatIso(DateTime.unsafeMake(ms)).replace("Z", "000+00:00")

const own = {
  tokens: ["access", "refresh", "access_expires_at", "refresh_expires_at"],
  user: ["username", "team_slug"],
  server: ["url"]
} as const

/** What is in the file beside the sign-in, tables that have nothing else left out. */
const besides = (file: Table): Table =>
  Object.fromEntries(Object.entries(file).flatMap(([name, value]) => {
    if (name !== "tokens" && name !== "user" && name !== "server") return [[name, value]]
    const ours: ReadonlyArray<string> = own[name]
    const others = Object.entries(tableAt(file, name)).filter(([key]) => !ours.includes(key))
    return others.length === 0 ? [] : [[name, Object.fromEntries(others)]]
  }))

const kept = (before: string): Table => Option.match(parseTable(before), { onNone: () => ({}), onSome: besides })

/** The file with this sign-in, and with what else was in it before; comments are not kept. */
export const withSignIn = (before: string, signIn: SignIn): string => {
  const others = kept(before)
  return stringify({
    ...others,
    tokens: {
      ...tableAt(others, "tokens"),
      access: Redacted.value(signIn.access),
      refresh: Redacted.value(signIn.refresh),
      access_expires_at: expiryText(signIn.accessExpiresAtMs),
      refresh_expires_at: expiryText(signIn.refreshExpiresAtMs)
    },
    user: {
      ...tableAt(others, "user"),
      username: signIn.username,
      ...(signIn.teamSlug === null ? {} : { team_slug: signIn.teamSlug })
    },
    server: { ...tableAt(others, "server"), url: signIn.server }
  })
}

/** Whether anything of a sign-in is in a file of this text. In one that is no TOML there may be. */
export const holdsSignIn = (text: string): boolean =>
  Option.match(parseTable(text), {
    onNone: () => true,
    onSome: (file) =>
      Object.entries(own).some(([name, keys]) => keys.some((key) => Object.hasOwn(tableAt(file, name), key)))
  })

/** The file without a sign-in; null where nothing else is in it. */
export const withoutSignIn = (before: string): string | null => {
  const others = kept(before)
  return Object.keys(others).length === 0 ? null : stringify(others)
}
