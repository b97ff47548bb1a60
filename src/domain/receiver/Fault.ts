import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { FaultInvalid } from "./receiverErrors.js"
import { type RefusalName, refusalNames } from "./refusals.js"

/** Something that goes wrong on purpose. Faults act on the API alone; the ledger stays readable through all of them. */
export type Fault = Data.TaggedEnum<{
  /** Listens, but drops every connection that asks for the API. */
  Offline: {}
  /** The next `count` answers are this refusal, before any work. Several are played in the order in which they were given. */
  Refuse: { readonly refusal: RefusalName; readonly count: number }
  /** The first `count` posts of each path answer 404 `index_entry_not_found`. */
  NotIndexed: { readonly count: number }
  /** 503 instead of any work, with this probability. */
  ServerError: { readonly probability: number }
  /** Every answer waits this long before any work. */
  Slow: { readonly delay: Duration.Duration }
  /** Bodies find an index entry only this long after its event was taken. */
  IndexDelay: { readonly delay: Duration.Duration }
  /** The work is done and stored, then the connection is dropped without an answer, with this probability. */
  DropAfterCommit: { readonly probability: number }
  /** The next `count` bodies are stored and acknowledged under another hash. */
  LyingHash: { readonly count: number }
  /** Each access token that was issued is good for this many requests, then 401. */
  ExpireAccess: { readonly requests: number }
  /** Access tokens last this long. */
  AccessLifetime: { readonly lifetimeMs: number }
  /** Answers to a refresh hold no refresh token; the old one stays good. */
  KeepRefresh: {}
  /** The next `count` refreshes answer 401. */
  RefreshRefused: { readonly count: number }
  /** The next `count` confirmations find their candidate expired, and with it every candidate named before. */
  StaleCandidate: { readonly count: number }
}>
export const Fault = Data.taggedEnum<Fault>()

type Of<Tag extends Fault["_tag"]> = Extract<Fault, { readonly _tag: Tag }>

/** The faults of one kind, in the order in which they were given. */
export const faultsOf = <Tag extends Fault["_tag"]>(faults: ReadonlyArray<Fault>, tag: Tag): ReadonlyArray<Of<Tag>> =>
  faults.filter((fault): fault is Of<Tag> => fault._tag === tag)

/** Delays given several times add up. */
export const totalDelay = (faults: ReadonlyArray<{ readonly delay: Duration.Duration }>): Duration.Duration =>
  faults.reduce((total, { delay }) => Duration.sum(total, delay), Duration.zero)

/** How each fault is written after `--fault`. */
export const faultForms: ReadonlyArray<string> = [
  "offline",
  ...refusalNames.map((name) => `${name}:N`),
  "404-index:N",
  "5xx:P",
  "slow:DUR",
  "index-delay:DUR",
  "drop-after-commit:P",
  "lying-hash:N",
  "expire-access:N",
  "access-lifetime:DUR",
  "keep-refresh",
  "refresh-refused:N",
  "stale-candidate:N"
]

const count = (text: string): Option.Option<number> =>
  /^[1-9]\d{0,8}$/.test(text) ? Option.some(Number(text)) : Option.none()

const probability = (text: string): Option.Option<number> =>
  /^(0(\.\d+)?|1(\.0+)?|\.\d+)$/.test(text) ? Option.some(Number(text)) : Option.none()

const unitNames: Readonly<Record<string, string>> = {
  ms: "millis", s: "seconds", m: "minutes", h: "hours",
  milli: "millis", second: "seconds", minute: "minutes", hour: "hours"
}

/** `2s`, `250ms`, `1.5 seconds`, `250 millis`. */
const duration = (text: string): Option.Option<Duration.Duration> => {
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text) ?? []
  return Duration.decodeUnknown(`${amount} ${unitNames[unit] ?? unit}`)
}

type Parser = (argument: string) => Option.Option<Fault>

const refusalParser = (refusal: RefusalName): Parser => (argument) =>
  Option.map(count(argument), (count) => Fault.Refuse({ refusal, count }))

/** A fault whose name is all of it. */
const alone = (fault: Fault): Parser => (argument) => (argument === "" ? Option.some(fault) : Option.none())

const parsers: Readonly<Record<string, Parser>> = {
  ...Object.fromEntries(refusalNames.map((name) => [name, refusalParser(name)])),
  "offline": alone(Fault.Offline()),
  "404-index": (argument) => Option.map(count(argument), (count) => Fault.NotIndexed({ count })),
  "5xx": (argument) => Option.map(probability(argument), (probability) => Fault.ServerError({ probability })),
  "slow": (argument) => Option.map(duration(argument), (delay) => Fault.Slow({ delay })),
  "index-delay": (argument) => Option.map(duration(argument), (delay) => Fault.IndexDelay({ delay })),
  "drop-after-commit": (argument) =>
    Option.map(probability(argument), (probability) => Fault.DropAfterCommit({ probability })),
  "lying-hash": (argument) => Option.map(count(argument), (count) => Fault.LyingHash({ count })),
  "expire-access": (argument) => Option.map(count(argument), (requests) => Fault.ExpireAccess({ requests })),
  "access-lifetime": (argument) =>
    Option.map(duration(argument), (lifetime) => Fault.AccessLifetime({ lifetimeMs: Duration.toMillis(lifetime) })),
  "keep-refresh": alone(Fault.KeepRefresh()),
  "refresh-refused": (argument) => Option.map(count(argument), (count) => Fault.RefreshRefused({ count })),
  "stale-candidate": (argument) => Option.map(count(argument), (count) => Fault.StaleCandidate({ count }))
}

/** Reads the value of one `--fault`: `offline`, `429:3`, `5xx:0.2`, `slow:250 millis`, … */
export const parseFault = (value: string): Either.Either<Fault, FaultInvalid> => {
  const [, name = "", argument = ""] = /^([^:]+):?(.*)$/s.exec(value) ?? []
  const parser = Object.hasOwn(parsers, name) ? parsers[name] : undefined
  return Either.fromOption(
    parser === undefined ? Option.none() : parser(argument),
    () => new FaultInvalid({ value, forms: faultForms })
  )
}
