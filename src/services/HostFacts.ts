import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ProjectUuid } from "../domain/identity/ids.js"

/** A file or folder of ours, and what others of this machine may do with it. */
export interface PrivatePath {
  readonly path: string
  /** Permission bits, such as 0o600. */
  readonly mode: number
}

/** What this machine says of itself. Reads only. */
export class HostFacts extends Context.Tag("spec-kitty/HostFacts")<HostFacts, {
  /** Running version, and the range that the package asks for. */
  readonly node: { readonly running: string; readonly wanted: string; readonly fits: boolean }
  /** Bytes that are free where per-user state is kept, or would be; none where the system does not tell. */
  readonly freeBytes: Effect.Effect<Option.Option<number>>
  /** Everything below `$SPEC_KITTY_HOME` that should be its owner's alone and is there: credentials, queue, consent. */
  readonly privatePaths: (project: Option.Option<ProjectUuid>) => Effect.Effect<ReadonlyArray<PrivatePath>>
  /** Whether new files can be made where per-user state is kept. */
  readonly homeWritable: Effect.Effect<boolean>
  /** Mission types that the project overrides: folders of `.kittify/missions`, sorted. */
  readonly overriddenTypes: Effect.Effect<ReadonlyArray<string>>
}>() {}
