import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { type SettingEntry, type SettingOrigin, SettingsReport, type ShownValue } from "../../domain/SettingsReport.js"
import { SettingsOrigins } from "../../services/SettingsOrigins.js"
import { Environment, readSources, type SettingsOptions, stateHome, variable } from "./Settings.js"
import { candidates, decodeNumber, type NumberSetting, numberSettings, type Places } from "./settings/numbers.js"
import type { FoundValue, SettingsSource } from "./settings/SettingsSource.js"

const builtIn: SettingOrigin = { kind: "built_in", name: "", line: null }

const originOf = ({ kind, line, origin }: FoundValue): SettingOrigin => ({ kind, name: origin, line })

/** A value of a shape that no setting has, such as a list, is told by its JSON. */
const shown = (value: unknown): ShownValue =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null
    ? value
    : JSON.stringify(value)

const numberEntry = Effect.fn("SettingsOrigins.number")(function*(
  name: string,
  setting: NumberSetting,
  places: Places
) {
  const [winner, ...others] = candidates(name, setting, places)
  const problem = winner === undefined
    ? null
    : yield* decodeNumber(setting, winner).pipe(
      Effect.as(null),
      Effect.catchTag("ConfigInvalid", ({ detail }) => Effect.succeed(detail))
    )
  const [[section, key]] = setting.keys
  const entry: SettingEntry = {
    name: `${section}.${key}`,
    value: winner === undefined ? setting.fallback : shown(winner.value),
    origin: winner === undefined ? builtIn : originOf(winner),
    overrides: [
      ...others.map((other) => ({ value: shown(other.value), origin: originOf(other) })),
      ...(winner === undefined ? [] : [{ value: setting.fallback, origin: builtIn }])
    ],
    problem,
    note: null
  }
  return entry
})

type Variables = typeof Environment.Service

/** Told of a variable that holds a secret, or may hold one. */
const secret = (): ShownValue => "set, not shown"

/** The address without what may be a name and a password in front of its host. */
const withoutUser = (url: string): ShownValue => url.replace(/\/\/[^/?#]*@/, "//…@").replace(/[?#].*$/, "")

interface VariableSetting {
  readonly name: string
  readonly show: (value: string) => ShownValue
  readonly note: string | null
}

/** Settings that only the environment has. */
const variableSettings: ReadonlyArray<VariableSetting> = [
  { name: "SPEC_KITTY_SAAS_URL", show: withoutUser, note: "replaces the server's address where the project has one; never chooses one" },
  { name: "SPEC_KITTY_ENABLE_SAAS_SYNC", show: (word) => word, note: "0 denies sending; nothing it says grants it" },
  { name: "SPEC_KITTY_TOKEN", show: secret, note: null },
  { name: "SPEC_KITTY_FORMAT", show: (word) => word, note: null },
  { name: "SPEC_KITTY_LOG_LEVEL", show: (word) => word, note: null },
  { name: "HTTPS_PROXY", show: withoutUser, note: "this machine is always reached directly" },
  { name: "NO_PROXY", show: (hosts) => hosts, note: null }
]

const variableEntry = (environment: Variables) => ({ name, note, show }: VariableSetting): SettingEntry => {
  const found = variable(environment, name)
  return {
    name,
    value: Option.getOrNull(Option.map(found, show)),
    origin: Option.isSome(found) ? { kind: "variable", name, line: null } : builtIn,
    overrides: [],
    problem: null,
    note
  }
}

const homeEntry = (environment: Variables, path: Path.Path): SettingEntry => {
  const given = Option.isSome(variable(environment, "SPEC_KITTY_HOME"))
  return {
    name: "SPEC_KITTY_HOME",
    value: stateHome(environment, path),
    origin: given ? { kind: "variable", name: "SPEC_KITTY_HOME", line: null } : builtIn,
    overrides: [],
    problem: null,
    note: "all per-user state is kept there"
  }
}

/** A server named in the repository is shown, and that is all that is done with it (S21). */
const repositoryServer = (project: Option.Option<SettingsSource>): ReadonlyArray<SettingEntry> =>
  Option.match(Option.flatMap(project, ({ find }) => find("sync", "server_url")), {
    onNone: () => [],
    onSome: (found) => [{
      name: "sync.server_url",
      value: typeof found.value === "string" ? withoutUser(found.value) : shown(found.value),
      origin: originOf(found),
      overrides: [],
      problem: null,
      note: "never sent to by itself: a server is chosen with spec-kitty sync server URL"
    }]
  })

/** The same options as `Settings`, so that it tells what `Settings` does. */
export const layer = (options: SettingsOptions = {}) =>
  Layer.effect(
    SettingsOrigins,
    Effect.gen(function*() {
      const context = yield* Effect.context<Effect.Effect.Context<ReturnType<typeof readSources>>>()
      const environment = yield* Environment
      const path = yield* Path.Path
      const list = Effect.gen(function*() {
        const sources = yield* readSources(options)
        const places = { flags: options.flags ?? {}, environment, sources: sources.all }
        const numbers = yield* Effect.forEach(Object.entries(numberSettings), ([name, setting]) => numberEntry(name, setting, places))
        return new SettingsReport({
          settings: [
            homeEntry(environment, path),
            ...numbers,
            ...repositoryServer(sources.project),
            ...variableSettings.map(variableEntry(environment))
          ],
          files: sources.files
        })
      })
      return SettingsOrigins.of({ list: Effect.provide(list, context) })
    })
  )
