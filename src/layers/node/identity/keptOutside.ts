import { Diagnostic } from "../../../domain/Diagnostic.js"

/** What is said of a checkout that can't hold its identity: the work goes on, with the same ids each time. */
export const keptOutside = (root: string, file: string): Diagnostic =>
  new Diagnostic({
    severity: "info",
    code: "IDENTITY-01",
    message: "The identity of this checkout is not stored in the checkout.",
    why: `its .kittify can't be written, so ${file} keeps it, for you alone`,
    fix: "make .kittify writable if others are to have the same project id; the next command stores it there",
    target: root
  })
