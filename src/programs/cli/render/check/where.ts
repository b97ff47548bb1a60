import type { Finding } from "../../../../domain/check/Finding.js"

/** `path:line:col`, as compilers write it; what is about a whole file stands at its beginning. */
export const where = ({ column, line, path }: Finding): string => `${path}:${line ?? 1}:${column ?? 1}`
