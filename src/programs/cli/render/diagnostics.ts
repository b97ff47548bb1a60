import type { Diagnostic } from "../../../domain/Diagnostic.js"
import type { Style } from "./Style.js"

const heading = (diagnostic: Diagnostic, style: Style): string => {
  const words = `${diagnostic.severity} ${diagnostic.code}:`
  switch (diagnostic.severity) {
    case "error":
      return style.bad(words)
    case "warning":
      return style.warn(words)
    case "info":
      return words
  }
}

/** What happened, why, what next; nothing else (U-21). */
export const diagnosticText = (diagnostic: Diagnostic, style: Style): string => [
  `${heading(diagnostic, style)} ${style.foreign(diagnostic.message)}`,
  ...(diagnostic.why === null ? [] : [`  why   ${style.foreign(diagnostic.why)}`]),
  ...(diagnostic.fix === null ? [] : [`  next  ${style.foreign(diagnostic.fix)}`])
].join("\n")
