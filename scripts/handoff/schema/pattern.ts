/** White space as ECMA-262 has it, spelled out: what \s means differs from language to language. */
const space = "\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"

/** The same pattern without the classes whose meaning differs from language to language. */
export const portablePattern = (pattern: string): string =>
  pattern.replaceAll("\\d", "[0-9]").replaceAll("\\S", `[^${space}]`).replaceAll("\\s", `[${space}]`)
