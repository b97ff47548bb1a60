import type { ArtifactPath } from "./Artifact.js"

/** The work package a file belongs to: `tasks/WP01-alpha.md` and `tasks/WP01/notes.md` → `WP01`; null elsewhere. */
export const wpId = (path: ArtifactPath): string | null => /^tasks\/(WP\d{2,})/.exec(path)?.[1] ?? null
