const hex = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`

/**
 * Text of others (file names, a server's words) as it may stand on a terminal: control characters (so every ANSI
 * sequence), line breaks, bidi overrides and other invisible format characters and lone surrogates are shown as
 * `\u{…}`. The two joiners stay: names in several scripts and emoji need them.
 */
export const escapeText = (text: string): string => text.replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, hex)

/** The same, and every character outside ASCII too. */
export const escapeAscii = (text: string): string => escapeText(text).replace(/[^ -~]/gu, hex)

/** JSON that is safe to look at: what `escapeText` hides is written as `\uXXXX`, which decodes to the same value. */
export const escapeJson = (json: string): string =>
  json.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) =>
      [...Array(character.length).keys()]
        .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`)
        .join("")
  )
