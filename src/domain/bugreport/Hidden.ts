/** What a text must not tell, as far as it is known beforehand; the rest goes by its looks. */
export interface Hidden {
  /** Absolute paths of folders, each with what stands for it: `~`, `<project>`, `<state>`, `<package>`. */
  readonly folders: ReadonlyArray<readonly [folder: string, mark: string]>
  readonly users: ReadonlyArray<string>
  readonly hosts: ReadonlyArray<string>
  /** Host names of servers; those on this machine tell nothing and are left out. */
  readonly servers: ReadonlyArray<string>
  readonly missions: ReadonlyArray<string>
  /** Paths relative to their mission. */
  readonly artifacts: ReadonlyArray<string>
  /** Tokens and passwords, as they are. */
  readonly secrets: ReadonlyArray<string>
  /** Texts that look like a secret and are none, such as the hash of the contract. */
  readonly kept: ReadonlyArray<string>
  /** Missions and artifacts may be told by their names. */
  readonly withNames: boolean
}

export const nothingHidden: Hidden = {
  folders: [], users: [], hosts: [], servers: [], missions: [], artifacts: [], secrets: [], kept: [], withNames: false
}
