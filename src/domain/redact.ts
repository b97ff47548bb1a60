import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import * as Predicate from "effect/Predicate"
import type { Hidden } from "./bugreport/Hidden.js"
import { betweenMarks, cutBetweenMarks, unwrap, unwrappable } from "./bugreport/marks.js"
import { isStandardPath, isTelling, makePseudonyms } from "./bugreport/pseudonyms.js"
import { hideLongRuns, hideSecretForms, secretMark } from "./bugreport/secretText.js"

type Rule = (text: string) => string

/** No text of a report is longer, in code points. */
export const longestText = 500

/** More of a text is not looked at; the word that is cut off goes with the rest. */
const readAtMost = 4000
const bounded: Rule = (text) => text.length <= readAtMost ? text : `${text.slice(0, readAtMost).replace(/\S*$/, "")}…`

const roundsAtMost = 4

/** A name of this length is looked for inside other words as well; a shorter one would be found in words that tell nothing. */
const distinctive = 8

/** Accounts and machines that many have. */
const commonNames: ReadonlySet<string> = new Set([
  "root", "node", "user", "runner", "ubuntu", "debian", "admin", "docker", "vagrant", "build", "ci", "localhost", "app", "home"
])

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")

/** Finds any of the names as they stand and as a URL carries them, the longest first; null where there is none. */
const anyOf = (names: ReadonlyArray<string>, flags: string): RegExp | null => {
  const spelled = names.flatMap((name) => [name, Either.getOrElse(Encoding.encodeUriComponent(name), () => name)])
  const all = [...new Set(spelled)].filter((name) => name !== "").sort((one, other) => other.length - one.length)
  return all.length === 0 ? null : new RegExp(
    all.map((name) => name.length >= distinctive ? escaped(name) : `(?<![\\w-])${escaped(name)}(?![\\w-])`).join("|"), flags)
}

const named = (names: ReadonlyArray<string>, replacement: (name: string) => string, flags = "g"): Rule => {
  const pattern = anyOf(names, flags)
  return pattern === null ? (text) => text : (text) => text.replace(pattern, replacement)
}

const decoded = (name: string): string => Either.getOrElse(Encoding.decodeUriComponent(name), () => name)

const secrets = (all: ReadonlyArray<string>): Rule =>
  named(all.filter((secret) => secret.length >= 4).flatMap((secret) =>
    [secret, Encoding.encodeBase64(secret).replace(/=+$/, ""), Encoding.encodeHex(secret)]), () => secretMark)

const folders = (all: Hidden["folders"]): Rule => {
  const marks = new Map(all.map(([folder, mark]) => [folder, mark]))
  return named([...marks.keys()].filter((folder) => folder.length > 1), (folder) => marks.get(decoded(folder)) ?? "<path>")
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i
const hideUrl = (url: string, start: string, host: string, port = ""): string =>
  loopback.test(host) ? url : `${start}<server>${port}`
/** The address of a server, and what of its path follows; one on this machine stays. */
const servers: Rule = (text) =>
  text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)(\[[0-9a-f:.]+\]|[^\s/:?#"'<>@[\]…]+)(:\d+)?(?:[/?#][^\s"'<>]*)?/gi, hideUrl)
    .replace(/\b(ENOTFOUND|EAI_AGAIN)\s+(?!localhost\b)[\w.-]+/g, "$1 <server>")

const people: Rule = (text) =>
  text.replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "<user>")
    .replace(/(?<![\w.])(?!127\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g, "<host>")

const systemPath = /^\/(?:usr|bin|sbin|opt|lib|lib64|etc|proc|dev|api)\//
/** What is left of absolute paths may be named after anything. */
const paths: Rule = (text) =>
  text.replace(/(?<![\w.~>/\ue001-])\/[^\s"'`,;:()<>|]+\/[^\s"'`,;:()<>|]*/g, (path) => systemPath.test(path) ? path : "<path>")

const markedPath = /(?<=~|<project>|<state>|<package>)(?:\/[^\s"'`,;:()<>|]+)+/g
/** Below a folder that has a mark, what every project has and what was given a pseudonym stays. */
const pathsBelowMarks = (withNames: boolean): Rule => (text) =>
  text.replace(markedPath, (path) => isTelling(withNames ? path.replace(/\/kitty-specs\/.*/, "") : path) ? "/<path>" : path)

const fileToken =
  /[^\s"'`()[\]{},;:<>|=~]+\.(?:mdx?|jsonl?|ya?ml|csv|tsv|txt|png|jpe?g|gif|svg|webp|pdf|docx?|xlsx?|pptx?|html?|xml|tsx?|jsx?|mjs|py|rs|go|sh|ipynb|toml|log|zip|db|sqlite)(?![\w-])/gi

/** Missions and files by what is known of them, then by their looks. */
const names = ({ artifacts, missions }: Hidden): ReadonlyArray<Rule> => {
  const pseudonyms = makePseudonyms(artifacts)
  const pathsOfOurs = artifacts.flatMap((path) => [path, ...path.split("/").slice(-1)]).filter((path) => !isStandardPath(path))
  return [
    named(pathsOfOurs, (path) => pseudonyms.artifact(decoded(path))),
    named(missions, (slug) => pseudonyms.mission(decoded(slug))),
    (text) => text.replace(/(?<=kitty-specs\/)[^\s/"'`,;:()<>|]+/g, (slug) => pseudonyms.mission(slug)),
    (text) => text.replace(fileToken, (token) => {
      const start = /^[./]*/.exec(token)?.[0] ?? ""
      return isStandardPath(token) ? token : `${token.startsWith("/") ? "/" : ""}${pseudonyms.artifact(token.slice(start.length))}`
    })
  ]
}

/** One text, made fit to be shown to anybody. The same text always gives the same answer within one redactor. */
export const makeRedactor = (hidden: Hidden): Rule => {
  const kept = new Set(hidden.kept)
  const rules: ReadonlyArray<Rule> = [
    secrets(hidden.secrets),
    hideSecretForms,
    folders(hidden.folders),
    ...(hidden.withNames ? [] : names(hidden)),
    servers,
    named(hidden.servers, () => "<server>", "gi"),
    people,
    named(hidden.users.filter((user) => !commonNames.has(user)), () => "<user>"),
    named(hidden.hosts.filter((host) => !commonNames.has(host)), () => "<host>", "gi"),
    (text) => text.split(/(\b[0-9a-f]{64}\b)/).map((part) => kept.has(part) ? part : hideLongRuns(part)).join("")
  ]
  const below = pathsBelowMarks(hidden.withNames)
  const once = (text: string) => below(paths(rules.reduce((left, rule) => betweenMarks(left, rule), text)))
  // What is hidden may bring to light what stood beside it: again, until nothing is found.
  const settled = (text: string) => {
    let found = once(unwrappable(text))
    for (let round = 0; round < roundsAtMost; round++) found = once(found)
    return unwrap(found)
  }
  return (text) => {
    const found = settled(bounded(text))
    // A word that is cut may look like something else: the cut goes back, word by word, to where it does not.
    let cut = cutBetweenMarks(found, longestText)
    while (cut !== "…" && cut !== found && settled(cut) !== cut) cut = cut.replace(/\s*\S*$/, "").replace(/…?$/, "…").replace(/^$/, "…")
    return cut
  }
}

/** Values of the report's own making, which a mission that happens to be called so must not change. */
const ownKeys: ReadonlySet<string> = new Set([
  "kind", "verdict", "id", "code", "part", "installed", "blocked", "names", "oldest_queued_at", "next_attempt_at", "queued_at"
])

/**
 * An encoded report without anything that names a person, a machine, a server, a mission or a file, or that is or looks
 * like a secret: every text of it, however deep. Pure.
 */
export const redact = (hidden: Hidden) => {
  const text = makeRedactor(hidden)
  const within = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return ownKeys.has(key) ? value : text(value)
    if (Array.isArray(value)) return value.map((one: unknown) => within(one, key))
    if (!Predicate.isRecord(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, within(one, name)]))
  }
  return (report: unknown): unknown => within(report, "")
}
