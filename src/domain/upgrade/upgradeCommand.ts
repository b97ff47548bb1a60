/** Bare where a shell takes it so, else in single quotes. */
const quoted = (word: string): string => /^[\w./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/** The command that goes on from here, with the folder of backups that was named. */
export const upgradeCommand = ({ backupDir, flag }: { readonly backupDir: string | null; readonly flag?: "--rollback" }): string =>
  ["spec-kitty upgrade", ...(flag === undefined ? [] : [flag]), ...(backupDir === null ? [] : ["--backup-dir", quoted(backupDir)])].join(" ")
