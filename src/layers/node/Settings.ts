import * as Path from "@effect/platform/Path"
import * as Arr from "effect/Array"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as os from "node:os"
import { ConfigInvalid } from "../../domain/identity/projectErrors.js"
import { settingsDefaults } from "../../domain/settingsDefaults.js"
import { Settings, type SettingsValues } from "../../services/Settings.js"
import { decodeNumbers, type NumberFlags } from "./settings/numbers.js"
import { readSource, type SettingsSource } from "./settings/SettingsSource.js"

/** The process's environment. Layers that need it (settings, git's own process) take it from here; tests replace it. */
export class Environment extends Context.Reference<Environment>()("spec-kitty/Environment", {
  defaultValue: (): Readonly<Record<string, string | undefined>> => process.env
}) {}

/** Asks Node to verify no certificate. Ours are verified all the same (G-N3). */
export const tlsOverride = "NODE_TLS_REJECT_UNAUTHORIZED"

/**
 * For a process that is ours alone: Node no longer sees `tlsOverride`, so that neither it nor a package obeys it, nor
 * warns of it on stderr, which is no place for it beside `--json`. What it said can still be read from `Environment`.
 */
export const withOwnEnvironment = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const environment = { ...process.env }
    Reflect.deleteProperty(process.env, tlsOverride)
    return Effect.provideService(effect, Environment, environment)
  })

export interface SettingsOptions {
  /** What was said on the command line: wins over everything. */
  readonly flags?: NumberFlags
  /** `--config FILE`, YAML or (by its name) TOML; must exist. */
  readonly configFile?: string
  /** Its `.kittify/config.yaml` is read; absent outside a project. */
  readonly projectRoot?: string
}

/** Set and not blank; an empty variable counts as absent, as with other tools. */
export const variable = (environment: typeof Environment.Service, name: string): Option.Option<string> =>
  Option.filter(Option.fromNullable(environment[name]), (value) => value.trim() !== "")

const userHome = (environment: typeof Environment.Service): string =>
  Option.getOrElse(variable(environment, "HOME"), os.homedir)

/** `$SPEC_KITTY_HOME`, else `~/.spec-kitty`: all per-user state (U-18). */
export const stateHome = (environment: typeof Environment.Service, path: Path.Path): string =>
  Option.match(variable(environment, "SPEC_KITTY_HOME"), {
    onNone: () => path.join(userHome(environment), ".spec-kitty"),
    onSome: (home) => path.resolve(home)
  })

/**
 * Where a user's `config.toml` may be, the winner first. `SPEC_KITTY_HOME` moves it with everything else; else the XDG
 * folder, then the place of the original tool. XDG wants an absolute path and ignores others.
 */
const userConfigFiles = (environment: typeof Environment.Service, path: Path.Path): ReadonlyArray<string> => {
  const home = stateHome(environment, path)
  if (Option.isSome(variable(environment, "SPEC_KITTY_HOME"))) return [path.join(home, "config.toml")]
  const xdg = variable(environment, "XDG_CONFIG_HOME").pipe(
    Option.filter((folder) => path.isAbsolute(folder)),
    Option.getOrElse(() => path.join(userHome(environment), ".config"))
  )
  return [path.join(xdg, "spec-kitty", "config.toml"), path.join(home, "config.toml")]
}

/** Files of settings that exist, in the order in which they win, and the project's own among them. */
export const readSources = Effect.fn("Settings.readSources")(function*(options: SettingsOptions) {
  const environment = yield* Environment
  const path = yield* Path.Path
  const read = (presence: "required" | "optional") => (file: string) =>
    Effect.map(readSource(file, presence), (source) => ({ file, source }))
  const named = yield* Effect.forEach(Arr.fromNullable(options.configFile).map((file) => path.resolve(file)), read("required"))
  const project = yield* Effect.forEach(
    Arr.fromNullable(options.projectRoot).map((root) => path.join(root, ".kittify", "config.yaml")),
    read("optional")
  )
  const user = yield* Effect.forEach(userConfigFiles(environment, path), read("optional"))
  const used = [...named, ...project].map(({ source }) => source)
  return {
    project: Option.flatMap(Arr.head(project), ({ source }) => source),
    all: Arr.getSomes([...used, Option.firstSomeOf(user.map(({ source }) => source))]),
    files: [...named, ...project, ...user].map(({ file, source }) => ({
      file,
      present: Option.isSome(source),
      // Of the user's files the first that exists is read.
      used: Option.isSome(source) && (used.includes(source) || source === user.find((it) => Option.isSome(it.source))?.source)
    }))
  }
})

/** What the repository says, for a person to see. Anything but a text says nothing. */
const namedServer = (project: Option.Option<SettingsSource>): SettingsValues["serverNamedByRepository"] =>
  Option.flatMap(project, ({ find }) => find("sync", "server_url")).pipe(
    Option.flatMap(({ line, origin, value }) =>
      typeof value === "string" && value.trim() !== ""
        ? Option.some({ url: value.trim(), file: origin, line })
        : Option.none())
  )

const grants: ReadonlySet<string> = new Set(["1", "true", "yes", "on"])
const denials: ReadonlySet<string> = new Set(["0", "false", "no", "off"])

/** A switch that keeps things private must not fail open: a word it does not know is refused. */
const sendingDenied = Effect.fn("Settings.sendingDenied")(function*(environment: typeof Environment.Service) {
  const name = "SPEC_KITTY_ENABLE_SAAS_SYNC"
  const word = Option.map(variable(environment, name), (text) => text.trim().toLowerCase())
  if (Option.isNone(word) || grants.has(word.value)) return false
  if (denials.has(word.value)) return true
  const detail = "it must be 0, false, no or off (nothing is sent), or 1, true, yes or on (which grants nothing)"
  return yield* new ConfigInvalid({ file: name, line: null, detail })
})

/** `HTTPS_PROXY` and `NO_PROXY`, in either case, as other tools take them (U-31). */
const proxySettings = (environment: typeof Environment.Service) => {
  const either = (name: string) => Option.orElse(variable(environment, name), () => variable(environment, name.toLowerCase()))
  return Option.match(either("HTTPS_PROXY"), {
    onNone: () => ({}),
    onSome: (url) => ({ proxy: { url: Redacted.make(url), bypass: Option.getOrElse(either("NO_PROXY"), () => "") } })
  })
}

const make = Effect.fn("Settings.make")(function*(options: SettingsOptions) {
  const environment = yield* Environment
  const path = yield* Path.Path
  const sources = yield* readSources(options)
  const numbers = yield* decodeNumbers({ flags: options.flags ?? {}, environment, sources: sources.all })
  return {
    ...settingsDefaults,
    ...numbers,
    http: { ...settingsDefaults.http, ...numbers.http, ...proxySettings(environment) },
    home: stateHome(environment, path),
    serverOverride: variable(environment, "SPEC_KITTY_SAAS_URL"),
    serverNamedByRepository: namedServer(sources.project),
    sendingDenied: yield* sendingDenied(environment),
    token: Option.map(variable(environment, "SPEC_KITTY_TOKEN"), (token) => Redacted.make(token.trim())),
    testAck: Option.isSome(variable(environment, "SPEC_KITTY_TEST_ACK"))
  } satisfies SettingsValues
})

/**
 * Flag → environment → `--config FILE` → project `.kittify/config.yaml` (`sync:`, `dossier:`) → user `config.toml` →
 * built-in. A value that can't be used is `ConfigInvalid`, naming the variable or the file; a server named in the
 * repository is kept apart, to be shown and never to be sent to (S21).
 */
export const layer = (options: SettingsOptions = {}) => Layer.effect(Settings, make(options))
