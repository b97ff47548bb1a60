import * as Schema from "effect/Schema"
import { missionScoped, workPackageId } from "./missionParts.js"
import { filled, freeText, optionalOrNull, wholeNumber } from "./wireText.js"

const exact = { exact: true } as const

/** Payload: a work package exists (039, 064 FR-002). */
export const WPCreated = missionScoped("WPCreated", "A work package exists.", {
  wp_id: workPackageId("The work package.", "WP03"),
  title: filled("What it is about.", "CSV writer"),
  dependencies: Schema.optionalWith(
    Schema.Array(workPackageId("A work package it waits for.", "WP01")).annotations({
      description: "Work packages it waits for; absent is none.",
      examples: [["WP01"]]
    }),
    exact
  )
})
export type WPCreated = typeof WPCreated.Type

/** Payload: an agent takes a work package (039). */
export const WPAssigned = missionScoped("WPAssigned", "An agent takes a work package.", {
  wp_id: workPackageId("The work package.", "WP03"),
  agent_id: filled("Who takes it.", "codex"),
  phase: Schema.Literal("implementation", "review").annotations({
    description: "What it is taken for.",
    examples: ["implementation"]
  }),
  retry_count: Schema.optionalWith(wholeNumber(0, "How often it was taken before; absent is 0.", 0), exact)
})
export type WPAssigned = typeof WPAssigned.Type

/** Payload: a line of a work package's history (039). */
export const HistoryAdded = missionScoped("HistoryAdded", "A line of a work package's history.", {
  wp_id: workPackageId("The work package.", "WP03"),
  entry_type: Schema.Literal("note", "review", "error", "comment").annotations({
    description: "What kind of line it is.",
    examples: ["note"]
  }),
  entry_content: filled("What it says.", "The writer takes a delimiter now."),
  author: optionalOrNull(freeText("Who wrote it.", "claude"))
})
export type HistoryAdded = typeof HistoryAdded.Type

/** Payload: an error that concerns a mission or one of its work packages (039). */
export const ErrorLogged = missionScoped("ErrorLogged", "An error that concerns a mission or one of its work packages.", {
  error_type: Schema.Literal("validation", "runtime", "network", "auth", "unknown").annotations({
    description: "What kind of error it is.",
    examples: ["runtime"]
  }),
  error_message: filled("What went wrong.", "lanes.json is missing"),
  wp_id: optionalOrNull(workPackageId("The work package; null or absent for the mission itself.", "WP03")),
  stack_trace: optionalOrNull(freeText("Where it went wrong.", "at writeCsv (export.ts:12)")),
  agent_id: optionalOrNull(freeText("Who met it.", "codex"))
})
export type ErrorLogged = typeof ErrorLogged.Type

/** Payload: a work package no longer waits for another (039). */
export const DependencyResolved = missionScoped("DependencyResolved", "A work package no longer waits for another.", {
  wp_id: workPackageId("The work package that waited.", "WP04"),
  dependency_wp_id: workPackageId("The work package it waited for.", "WP02"),
  resolution_type: Schema.Literal("completed", "skipped", "merged").annotations({
    description: "Why it waits no longer.",
    examples: ["completed"]
  })
})
export type DependencyResolved = typeof DependencyResolved.Type
