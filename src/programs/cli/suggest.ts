/** Number of letters to add, drop, change or swap with the next to turn one word into the other. */
const distance = (from: string, to: string): number => {
  const rows: Array<Array<number>> = [Array.from({ length: to.length + 1 }, (_, column) => column)]
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      row.push(Math.min(
        (rows[i - 1]?.[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (rows[i - 1]?.[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Infinity
      ))
    }
    rows.push(row)
  }
  return rows[from.length]?.[to.length] ?? Infinity
}

/** Names from before the identity cutover: unknown like any other, and nothing is offered in their place. */
const neverSuggestFor: ReadonlySet<string> = new Set([
  "--feature", "create-feature", "feature-state", "accept-feature", "merge-feature"
])

/** The word that was probably meant; undefined where none is near enough to say so. */
export const suggest = (typed: string, known: ReadonlyArray<string>): string | undefined => {
  if (neverSuggestFor.has(typed)) return undefined
  const letters = typed.replace(/^-+/, "").length
  const limit = letters <= 3 ? 1 : 2
  return known
    .map((word) => ({ word, off: distance(typed, word) }))
    .filter(({ off, word }) => off <= limit || (letters >= 4 && word.startsWith(typed)))
    .sort((left, right) => left.off - right.off)[0]?.word
}
