import * as Schema from "effect/Schema"
import { filled, freeText, optionalOrNull } from "./wireText.js"

/** Upstream lets each part of the evidence carry further fields. */
const open = Schema.Record({ key: Schema.String, value: Schema.Unknown })
const exact = { exact: true } as const

/** A repository that the work package changed. */
export const RepoEvidence = Schema.Struct({
  repo: filled("Repository that was changed.", "acme/billing"),
  branch: filled("Branch that holds the change.", "kitty/mission-071-invoice-export"),
  commit: filled("Commit of the change.", "9b0d4e1f6c7a8b9c0d1e2f3a4b5c6d7e8f901234"),
  files_touched: optionalOrNull(
    Schema.Array(Schema.String).annotations({ description: "Files that were changed.", examples: [["src/export.ts"]] })
  )
}, open).annotations({ identifier: "RepoEvidence", description: "A repository that was changed. Upstream: RepoEvidence." })

/** A check that was run. */
export const VerificationEntry = Schema.Struct({
  command: filled("Command that was run.", "npm test"),
  result: filled("What came of it.", "pass"),
  summary: optionalOrNull(freeText("What it said, in short.", "212 tests passed"))
}, open).annotations({ identifier: "VerificationEntry", description: "A check that was run. Upstream: VerificationEntry." })

/** What a reviewer said. */
export const ReviewVerdict = Schema.Struct({
  reviewer: filled("Who reviewed.", "codex"),
  verdict: filled("What they decided.", "approved"),
  reference: optionalOrNull(freeText("Where the review can be read.", "https://example.org/reviews/7"))
}, open).annotations({ identifier: "ReviewVerdict", description: "What a reviewer said. Upstream: ReviewVerdict." })

/** What shows that a work package is approved or done. */
export const StatusEvidence = Schema.Struct({
  repos: Schema.Array(RepoEvidence).pipe(Schema.minItems(1)).annotations({
    description: "The repositories that were changed; at least one."
  }),
  review: ReviewVerdict,
  verification: Schema.optionalWith(
    Schema.Array(VerificationEntry).annotations({ description: "The checks that were run." }),
    exact
  )
}, open).annotations({
  identifier: "StatusEvidence",
  description: "What shows that a work package is approved or done. Upstream: DoneEvidence."
})
export type StatusEvidence = typeof StatusEvidence.Type
