import type { Finding } from "./Finding.js"

/**
 * One text per finding, in the same order, by which a later run knows it again: rule, file and words, and of several that
 * are equal the how-manieth it is. Lines are not part of it, so that a finding keeps it when text above it changes.
 */
export const fingerprints = (findings: ReadonlyArray<Finding>): ReadonlyArray<string> => {
  const seen = new Map<string, number>()
  return findings.map(({ message, path, rule_id }) => {
    const key = JSON.stringify([rule_id, path, message])
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    return JSON.stringify([rule_id, path, message, nth])
  })
}
