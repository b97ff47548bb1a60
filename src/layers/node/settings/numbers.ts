import * as Arr from "effect/Array"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ConfigInvalid } from "../../../domain/identity/projectErrors.js"
import { settingsDefaults } from "../../../domain/settingsDefaults.js"
import type { FoundValue, SettingsSource } from "./SettingsSource.js"

/** One whole number that can be set: where it may stand, and its bounds. */
export interface NumberSetting {
  readonly variable?: string
  /** Section and key in a file; the first that a file has is read. */
  readonly keys: Arr.NonEmptyReadonlyArray<readonly [section: "sync" | "dossier", key: string]>
  readonly max: number
  readonly fallback: number
}

const anHour = 3_600_000
const { http } = settingsDefaults

export const numberSettings = {
  maxBodyBytes: {
    variable: "SPEC_KITTY_MAX_BODY_BYTES",
    keys: [["sync", "max_body_bytes"]],
    max: 2 ** 26,
    fallback: settingsDefaults.maxBodyBytes
  },
  maxFileBytes: { keys: [["dossier", "max_file_bytes"]], max: 2 ** 40, fallback: settingsDefaults.maxFileBytes },
  queueMaxItems: {
    variable: "SPEC_KITTY_QUEUE_MAX",
    // The second is the name that the original tool's config.toml uses.
    keys: [["sync", "queue_max"], ["sync", "max_queue_size"]],
    max: 10_000_000,
    fallback: settingsDefaults.queueMaxItems
  },
  queueMaxBytes: { keys: [["sync", "queue_max_bytes"]], max: 2 ** 40, fallback: settingsDefaults.queueMaxBytes },
  concurrency: { keys: [["sync", "concurrency"]], max: 64, fallback: settingsDefaults.concurrency },
  connectTimeoutMs: { keys: [["sync", "connect_timeout_ms"]], max: anHour, fallback: Duration.toMillis(http.connectTimeout) },
  headersTimeoutMs: { keys: [["sync", "headers_timeout_ms"]], max: anHour, fallback: Duration.toMillis(http.headersTimeout) },
  idleTimeoutMs: { keys: [["sync", "idle_timeout_ms"]], max: anHour, fallback: Duration.toMillis(http.idleTimeout) },
  totalTimeoutMs: { keys: [["sync", "total_timeout_ms"]], max: anHour, fallback: Duration.toMillis(http.totalTimeout) },
  maxResponseBytes: { keys: [["sync", "max_response_bytes"]], max: 2 ** 26, fallback: http.maxResponseBytes }
} as const satisfies Record<string, NumberSetting>

/** Numbers given as flags, by the names of `Settings`. */
export interface NumberFlags {
  readonly maxBodyBytes?: number
  readonly concurrency?: number
}

export interface Places {
  readonly flags: NumberFlags
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly sources: ReadonlyArray<SettingsSource>
}

/** Every place that names a number, what wins first. */
export const candidates = (
  name: string,
  setting: NumberSetting,
  { environment, flags, sources }: Places
): ReadonlyArray<FoundValue> => Arr.getSomes([
  Option.map(Option.fromNullable(new Map<string, unknown>(Object.entries(flags)).get(name)), (value) => ({
    kind: "flag" as const,
    origin: `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    line: null,
    place: "the flag",
    value
  })),
  Option.fromNullable(setting.variable).pipe(
    Option.flatMap((variable) =>
      Option.fromNullable(environment[variable]).pipe(
        Option.filter((value) => value.trim() !== ""),
        Option.map((value) => ({
          kind: "variable" as const,
          origin: variable,
          line: null,
          place: "the variable",
          // Digits only: Number() would also take "0x10", "1e3" and "Infinity".
          value: /^\d{1,15}$/.test(value.trim()) ? Number(value) : value
        }))
      )
    )
  ),
  ...sources.map((source) => Option.firstSomeOf(setting.keys.map(([section, key]) => source.find(section, key))))
])

/** The number, or what it must be. */
export const decodeNumber = (setting: NumberSetting, found: FoundValue): Effect.Effect<number, ConfigInvalid> =>
  typeof found.value === "number" && Number.isInteger(found.value) && found.value >= 1 && found.value <= setting.max
    ? Effect.succeed(found.value)
    : Effect.fail(
      new ConfigInvalid({
        file: found.origin,
        line: found.line,
        detail: `${found.place} must be a whole number from 1 to ${setting.max}`
      })
    )

/** Every number of `Settings`, decoded from the place that wins. A value that loses is not looked at. */
export const decodeNumbers = Effect.fn("decodeNumbers")(function*(places: Places) {
  const pick = (name: keyof typeof numberSettings) => {
    const setting: NumberSetting = numberSettings[name]
    const [winner] = candidates(name, setting, places)
    return winner === undefined ? Effect.succeed(setting.fallback) : decodeNumber(setting, winner)
  }
  return {
    maxBodyBytes: yield* pick("maxBodyBytes"),
    maxFileBytes: yield* pick("maxFileBytes"),
    queueMaxItems: yield* pick("queueMaxItems"),
    queueMaxBytes: yield* pick("queueMaxBytes"),
    concurrency: yield* pick("concurrency"),
    http: {
      connectTimeout: Duration.millis(yield* pick("connectTimeoutMs")),
      headersTimeout: Duration.millis(yield* pick("headersTimeoutMs")),
      idleTimeout: Duration.millis(yield* pick("idleTimeoutMs")),
      totalTimeout: Duration.millis(yield* pick("totalTimeoutMs")),
      maxResponseBytes: yield* pick("maxResponseBytes")
    }
  }
})
