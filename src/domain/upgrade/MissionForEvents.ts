/** What a mission's own files give to events that lack it: read from the files as they are after the upgrade. */
export interface MissionForEvents {
  readonly slug: string
  /** Null where meta.json has none, or no integer of at least 1. */
  readonly number: number | null
  /** Null where meta.json has none: it is never guessed. */
  readonly type: string | null
  /** Ids of lines of its log that say `direct_repo`; every other change was made in a worktree. */
  readonly directRepoEvents: ReadonlySet<string>
}
