import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { parse as parseToml, TomlError } from "smol-toml"
import { ConfigInvalid } from "../../../domain/identity/projectErrors.js"
import { readSmallFile } from "../readSmallFile.js"
import { parseYaml } from "../yaml/YamlFile.js"

/** A value and where it stands, for the message if it can't be used. */
export interface FoundValue {
  readonly kind: "flag" | "variable" | "file"
  /** File, variable or flag. */
  readonly origin: string
  /** 1-based; null where the format does not tell. */
  readonly line: number | null
  /** `sync.concurrency`, or "the variable". */
  readonly place: string
  readonly value: unknown
}

/** One file of settings. */
export interface SettingsSource {
  readonly find: (section: "sync" | "dossier", key: string) => Option.Option<FoundValue>
}

/** TOML values carry no position; only a syntax error does. */
const tomlSource = (file: string, text: string): Effect.Effect<SettingsSource, ConfigInvalid> =>
  Effect.map(
    Effect.try({
      try: (): unknown => parseToml(text),
      catch: (cause) =>
        new ConfigInvalid({
          file,
          line: cause instanceof TomlError ? cause.line : null,
          detail: cause instanceof Error ? cause.message.split("\n")[0] ?? "not TOML" : "not TOML"
        })
    }),
    (document) => ({
      find: (section, key) =>
        Predicate.hasProperty(document, section) && Predicate.hasProperty(document[section], key)
          ? Option.some({ kind: "file", origin: file, line: null, place: `${section}.${key}`, value: document[section][key] })
          : Option.none()
    })
  )

const yamlSource = (file: string, text: string): Effect.Effect<SettingsSource, ConfigInvalid> =>
  Effect.map(parseYaml(file, text), (yaml) => ({
    find: (section, key) =>
      Option.map(yaml.scalar([section, key]), ({ line, value }) => ({
        kind: "file",
        origin: file,
        line,
        place: `${section}.${key}`,
        value
      }))
  }))

/** A file that the command line names may be a pipe; it has to be there, too. */
const readNamed = Effect.fn("readNamed")(function*(file: string) {
  const fileSystem = yield* FileSystem.FileSystem
  return yield* fileSystem.readFile(file).pipe(
    Effect.catchTags({
      SystemError: (error) => new ConfigInvalid({ file, line: null, detail: `it can't be read (${error.reason})` }),
      BadArgument: (error) => new ConfigInvalid({ file, line: null, detail: error.message })
    })
  )
})

/** Reads one file of settings, TOML where its name says so, else YAML. An optional file that is absent is none. */
export const readSource = Effect.fn("readSource")(function*(file: string, presence: "required" | "optional") {
  const bytes = presence === "required" ? Option.some(yield* readNamed(file)) : yield* readSmallFile(file)
  if (Option.isNone(bytes)) return Option.none<SettingsSource>()
  const text = new TextDecoder().decode(bytes.value)
  return Option.some(yield* file.endsWith(".toml") ? tomlSource(file, text) : yamlSource(file, text))
})
