import * as path from "node:path"
import type { ProjectUuid } from "../../../domain/identity/ids.js"
import { projectFolder } from "../../node/projectFolder.js"

/** The queue's file in a project's folder. */
export const queueIn = (folder: string): string => path.join(folder, "queue.db")

export const queueFile = (home: string, project: ProjectUuid): string => queueIn(projectFolder(home, project))

/** Holds what is not yet in the database itself: left alone, it says that there was one. */
export const walFile = (file: string): string => `${file}-wal`

/** The two files that SQLite keeps beside a database in WAL mode. */
export const sideFiles = (file: string): ReadonlyArray<string> => [walFile(file), `${file}-shm`]

/** Held while the file is made, moved aside or migrated. */
export const lockFile = (file: string): string => `${file}.lock`

/** Left behind by a process that met damage: the next start checks the file whole. */
export const suspectFile = (file: string): string => `${file}.suspect`
