const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", "<br>")

/** A Markdown table. */
export const table = (heads: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n")

/** As code, where there is something. */
export const code = (text: string): string => text === "" ? "" : `\`${text}\``
