import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Ulid } from "../domain/identity/ids.js"
import type { MissionSlug } from "../domain/identity/Namespace.js"
import type { StateNotWritable } from "../domain/identity/projectErrors.js"
import type { NumberedDirectory } from "../domain/mission/missionNumbers.js"
import type { MissionUnreadable } from "../domain/mission/missionErrors.js"
import type { DirectoryContent } from "../domain/mission/newMissionFiles.js"

/** Makes directories below `kitty-specs/`: each appears whole, or not at all. Changes none that is there. */
export class MissionFolders extends Context.Tag("spec-kitty/MissionFolders")<MissionFolders, {
  /** Every visible directory or link, whatever shape its files have; empty where `kitty-specs` is absent. */
  readonly list: Effect.Effect<ReadonlyArray<NumberedDirectory>, MissionUnreadable>
  /**
   * Makes the directory under a hidden name that holds `id`, all of it on disk before it returns. Returns its absolute
   * path. `kitty-specs` is made where absent.
   */
  readonly build: (
    slug: MissionSlug,
    id: Ulid,
    content: DirectoryContent
  ) => Effect.Effect<string, MissionUnreadable | StateNotWritable>
  /** Gives a hidden directory its own name, in one step. Refused where something has that name. */
  readonly reveal: (hidden: string) => Effect.Effect<void, StateNotWritable>
  /** Whether it still has its hidden name; fails where that can't be told. */
  readonly isHidden: (hidden: string) => Effect.Effect<boolean, MissionUnreadable>
  /** Removes a hidden directory; nothing where the path is none that `build` makes. */
  readonly discard: (hidden: string) => Effect.Effect<void>
  /** Removes every hidden directory: what killed processes left. For whoever creates missions, one at a time. */
  readonly discardAll: Effect.Effect<void>
}>() {}
