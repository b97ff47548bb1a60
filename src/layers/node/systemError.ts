/** `ENOENT` and the like; null for an error that the operating system did not raise. */
export const systemCode = (cause: unknown): string | null =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : null

/**
 * What the operating system said, for people: `EACCES: permission denied`. The system call and the path that Node adds
 * are left out: the reader knows the file, and the path may be one of `/proc`.
 */
export const describeCause = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause)
  const call = "syscall" in cause && typeof cause.syscall === "string" ? cause.message.indexOf(`, ${cause.syscall}`) : -1
  return call === -1 ? cause.message : cause.message.slice(0, call)
}
