import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"

/** Everything that flags, environment and files decide, resolved once (docs: `spec-kitty help environment`). */
export interface SettingsValues {
  /** Per-user state: `$SPEC_KITTY_HOME`, else `~/.spec-kitty`. */
  readonly home: string
  /** Largest body that is uploaded, in bytes of UTF-8. Default 524,288. */
  readonly maxBodyBytes: number
  /** Largest file that is hashed, in bytes. Default 256 MiB; a larger one is listed as unreadable. */
  readonly maxFileBytes: number
  /** Most bodies, and most events, queued per project. Default 100,000. */
  readonly queueMaxItems: number
  /** Most bytes of bodies queued per project. Default 1 GiB. */
  readonly queueMaxBytes: number
  /** Bodies in flight at once. Default 8. */
  readonly concurrency: number
  /** `SPEC_KITTY_SAAS_URL`: replaces the URL where the project already has consent; never grants it. */
  readonly serverOverride: Option.Option<string>
  /** `sync.server_url` of the project's `.kittify/config.yaml`: shown to a person, never sent to (S21). */
  readonly serverNamedByRepository: Option.Option<{
    /** As it stands there: not checked, and not fit to print. */
    readonly url: string
    readonly file: string
    /** 1-based; null where it is not known. */
    readonly line: number | null
  }>
  /** `SPEC_KITTY_ENABLE_SAAS_SYNC=0`: nothing is sent, whatever else says so. */
  readonly sendingDenied: boolean
  /** `SPEC_KITTY_TOKEN`. */
  readonly token: Option.Option<Redacted.Redacted<string>>
  readonly http: {
    /** Until the connection stands. Default 5 s. */
    readonly connectTimeout: Duration.Duration
    /** Until the answer's headers are there. Default 10 s. */
    readonly headersTimeout: Duration.Duration
    /** Between two chunks of the answer. Default 10 s. */
    readonly idleTimeout: Duration.Duration
    /** From the first byte sent to the last received. Default 30 s. */
    readonly totalTimeout: Duration.Duration
    /** Most bytes of an answer, decoded. Default 1 MiB. */
    readonly maxResponseBytes: number
    /** `HTTPS_PROXY` (it may hold a password) and `NO_PROXY`. A server on this machine is always reached directly. */
    readonly proxy?: { readonly url: Redacted.Redacted<string>; readonly bypass: string }
  }
  /** `SPEC_KITTY_TEST_ACK`: write `ACK <id>` to file descriptor 3 after each commit of new rows (crash tests). */
  readonly testAck: boolean
}

/** The only door to settings: nobody else reads the environment. */
export class Settings extends Context.Tag("spec-kitty/Settings")<Settings, SettingsValues>() {}
