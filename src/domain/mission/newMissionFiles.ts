import { metaText, type NewMissionMeta } from "./NewMissionMeta.js"

/** What a directory holds, by paths relative to it with `/` separators. */
export interface DirectoryContent {
  readonly files: ReadonlyArray<{ readonly path: string; readonly text: string }>
  /** Folders without a file. */
  readonly folders: ReadonlyArray<string>
}

const tasksReadme = `# Work packages

One file per work package: \`WP01-short-name.md\`, \`WP02-…\`. Its YAML front matter names it:

    ---
    work_package_id: WP01
    title: What is there when it is done
    dependencies: []
    ---

The lane of a work package is not kept here. It follows from \`../status.events.jsonl\`, to which lines are only ever added.
`

/**
 * What a new mission starts with: what tells that it is one, and room for the rest. None of the artifacts that its type
 * asks for is made: an empty one would count as present.
 */
export const newMissionFiles = (meta: NewMissionMeta): DirectoryContent => ({
  files: [
    { path: "meta.json", text: metaText(meta) },
    { path: "status.events.jsonl", text: "" },
    { path: "tasks/README.md", text: tasksReadme }
  ],
  folders: ["checklists", "contracts", "research"]
})
