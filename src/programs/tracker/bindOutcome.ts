import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { exitCodeOf } from "../../domain/exitCode.js"
import { TrackerBindingInvalid, type TrackerChoiceNeeded } from "../../domain/tracker/bindErrors.js"
import { TrackerBindReport, type TrackerVerdict } from "../../domain/tracker/TrackerReports.js"
import { type TrackerChange, type TrackerSection } from "../../domain/tracker/TrackerSection.js"
import { routes } from "../../domain/wire/routes.js"
import type { Validation } from "../../domain/wire/tracker.js"
import type { BindScene } from "./BindScene.js"

type Report = ConstructorParameters<typeof TrackerBindReport>[0]

const reportOf = ({ before, provider, request, server, shown }: BindScene, found: Pick<Report, "outcome"> & Partial<Report>) =>
  new TrackerBindReport({
    server,
    provider,
    dry_run: request.dryRun,
    candidates: [],
    project_identity: shown,
    would_confirm: null,
    before,
    after: null,
    changes: [],
    validation: null,
    ...found
  })

const done = (data: TrackerBindReport, next: ReadonlyArray<string>): Outcome<TrackerBindReport> => ({
  data,
  diagnostics: [],
  exitCode: 0,
  next
})

/** The server's word on a binding, as reports hold it. */
export const verdictOf = ({ guidance, reason, valid }: Validation): TrackerVerdict => ({
  valid,
  reason: reason ?? null,
  guidance: guidance ?? null
})

/** The line that does what was only shown. */
const sameWithoutDryRun = ({ provider, request: { candidate } }: BindScene): string =>
  `spec-kitty tracker bind --provider ${provider}${candidate === null ? "" : ` --candidate ${candidate}`}`

/** A person has to choose: wrong usage, with all there is to choose from. */
export const choiceOutcome = (scene: BindScene, needed: TrackerChoiceNeeded): Outcome<TrackerBindReport> => ({
  data: reportOf(scene, {
    outcome: "choose",
    candidates: needed.candidates.map(({ confidence, display_label, match_reason }, index) => ({
      number: index + 1,
      display_label,
      confidence,
      match_reason
    }))
  }),
  diagnostics: [Diagnostic.of(needed)],
  exitCode: exitCodeOf(["usage"]),
  next: [`spec-kitty tracker bind --provider ${scene.provider} --candidate N`]
})

/** The server's no to a binding: nothing is written down. */
export const invalidOutcome = (scene: BindScene, validation: Validation): Outcome<TrackerBindReport> => {
  const { guidance, reason } = verdictOf(validation)
  return {
    data: reportOf(scene, { outcome: "invalid", validation: verdictOf(validation) }),
    diagnostics: [Diagnostic.of(new TrackerBindingInvalid({ reason, guidance, recorded: false }))],
    exitCode: exitCodeOf(["failed"]),
    next: ["spec-kitty tracker resources"]
  }
}

/** config.yaml says so already, and the server stands by it. */
export const alreadyOutcome = (scene: BindScene, validation: Validation): Outcome<TrackerBindReport> =>
  done(
    reportOf(scene, { outcome: "already_bound", after: scene.before, validation: verdictOf(validation) }),
    ["spec-kitty tracker status"]
  )

/** The binding is written down; in a dry run it would be. */
export const boundOutcome = (
  scene: BindScene,
  after: TrackerSection,
  changes: ReadonlyArray<TrackerChange>,
  validation: Validation
): Outcome<TrackerBindReport> => {
  const { dryRun } = scene.request
  return done(
    reportOf(scene, { outcome: dryRun ? "would_bind" : "bound", after, changes, validation: verdictOf(validation) }),
    [dryRun ? sameWithoutDryRun(scene) : "spec-kitty tracker status"]
  )
}

/** A dry run that ends before the server would have to bind: it has not named the binding yet. */
export const wouldConfirmOutcome = (
  scene: BindScene,
  after: TrackerSection,
  changes: ReadonlyArray<TrackerChange>,
  label: string
): Outcome<TrackerBindReport> =>
  done(
    reportOf(scene, {
      outcome: "would_bind",
      would_confirm: { path: routes.trackerConfirm, display_label: label },
      after,
      changes
    }),
    [sameWithoutDryRun(scene)]
  )
