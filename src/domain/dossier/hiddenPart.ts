/** The path up to and with its first hidden segment, which a scan lists as one entry; null where none is hidden. */
export const hiddenPart = (path: string): string | null => /^(?:[^./][^/]*\/)*\.[^/]*/.exec(path)?.[0] ?? null
