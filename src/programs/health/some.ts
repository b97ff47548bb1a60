/** The first few, and how many more there are: `a, b, c and 2 more`. */
export const some = (names: ReadonlyArray<string>, shown = 3): string =>
  names.length <= shown ? names.join(", ") : `${names.slice(0, shown).join(", ")} and ${names.length - shown} more`
