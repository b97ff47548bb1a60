import * as Schema from "effect/Schema"

/** Stable names of what `check` finds: they stand in reports that others keep. Never renamed, never given another meaning. */
export const RuleId = Schema.Literal(
  "required-missing", "artifact-unreadable", "not-utf8", "manifest-invalid", "mission-unreadable", "legacy-name",
  "state-file-invalid", "frontmatter-invalid", "log-line-invalid", "name-collision", "slug-mismatch", "branch-mismatch",
  "hard-link", "line-endings", "unclassified", "namespace-incomplete", "contract-violation", "not-delivered",
  "delivery-refused", "legacy-queue", "nothing-matched"
)
export type RuleId = typeof RuleId.Type

/** A rule in words. Its section in `docs/check.md` is headed by its id. */
export interface Rule {
  /** What was found, in a few words. */
  readonly title: string
  /** What it means and what to do. */
  readonly help: string
}

export const rules: { readonly [Id in RuleId]: Rule } = {
  "required-missing": {
    title: "A required artifact is missing",
    help: "The mission type's manifest asks for this artifact at the step that the mission has reached. Write it."
  },
  "artifact-unreadable": {
    title: "A file can't be read",
    help: "It has no hash, is no part of the snapshot and is not uploaded. Make it a readable, regular file."
  },
  "not-utf8": {
    title: "A text is not UTF-8",
    help: "It has no hash, is no part of the snapshot and is not uploaded. Save it as UTF-8."
  },
  "manifest-invalid": {
    title: "A manifest or state machine can't be used",
    help: "No mission of its type is scanned. Correct the file, or remove the override."
  },
  "mission-unreadable": {
    title: "A mission's directory can't be read",
    help: "Nothing of the mission was checked. Make it readable; a symlink must stay inside the project."
  },
  "legacy-name": {
    title: "A file uses a name from before mission_slug",
    help: "The mission is refused until the field has its name in contract 3.0.0. Nothing else of it was checked."
  },
  "state-file-invalid": {
    title: "One of the mission's own files can't be used",
    help: "What it would say about the mission is not known. Correct the file."
  },
  "frontmatter-invalid": {
    title: "The frontmatter's artifact_class can't be used",
    help: "The file gets its class from its name or folder instead. Write one of the six classes."
  },
  "log-line-invalid": {
    title: "A line of a log is no JSON object",
    help: "The line is skipped, and what it said is not counted. Correct or remove it."
  },
  "name-collision": {
    title: "Two names are one on other systems",
    help: "A checkout on a system that ignores case or normalises names keeps only one of the files. Rename one."
  },
  "slug-mismatch": {
    title: "meta.json calls the mission something else",
    help: "The directory's name counts. Give mission_slug the same value."
  },
  "branch-mismatch": {
    title: "Another branch is checked out",
    help: "Files of this branch are sent as those of target_branch. In CI this is usual: a commit is checked out, no branch."
  },
  "hard-link": {
    title: "A file has several hard links",
    help: "Its content may be that of a file outside the mission. Replace the link by a file."
  },
  "line-endings": {
    title: "Line endings differ",
    help: "The same text with other line ends has another hash. Use one kind, for example by .gitattributes."
  },
  "unclassified": {
    title: "No rule gives the file a class",
    help: "It is listed as runtime. Name it in the manifest, or give it an artifact_class in its frontmatter."
  },
  "namespace-incomplete": {
    title: "meta.json does not say where the mission belongs",
    help: "Nothing of the mission is sent. Add the field: it is never guessed."
  },
  "contract-violation": {
    title: "A payload breaks the contract",
    help: "It would not be queued and not be sent. Correct the file that it is made from."
  },
  "not-delivered": {
    title: "Something is not delivered",
    help: "The server has not acknowledged this very content. Run spec-kitty sync --wait 30s."
  },
  "delivery-refused": {
    title: "The server refused something for good",
    help: "It is kept in quarantine. See spec-kitty sync status for the server's words."
  },
  "legacy-queue": {
    title: "A queue of the original tool holds rows of the project",
    help: "They were never brought over, so nobody can say that all is delivered. Run spec-kitty upgrade --dry-run."
  },
  "nothing-matched": {
    title: "There was nothing to check",
    help: "A check that looks at nothing shows nothing. Check the project, the selection and what is required."
  }
}
