import * as path from "node:path"
import type { ProjectUuid } from "../../domain/identity/ids.js"

/** Folder of one project's state, below `$SPEC_KITTY_HOME`. */
export const projectFolder = (home: string, project: ProjectUuid): string => path.join(home, "projects", project)
