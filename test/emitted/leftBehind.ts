import Database from "better-sqlite3"
import * as fs from "node:fs"
import * as path from "node:path"
import { kept, stored } from "./tap.js"

const filesBelow = (folder: string): ReadonlyArray<string> =>
  fs.existsSync(folder)
    ? fs.readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
    : []

const look = (file: string): void => {
  if (!file.endsWith(".db")) {
    if (/\.(json|jsonl|ya?ml)$/.test(file)) kept(fs.readFileSync(file, "utf8"))
    return
  }
  // What is no database, or a damaged one, tells nothing.
  try {
    const database = new Database(file, { readonly: true })
    stored(database)
    database.close()
  } catch {
    return
  }
}

/** Looks at what the built binary left in a sandbox: state outside the project, its dossiers, and the receiver's ledger. */
export const leftBehind = (directory: string): void => {
  for (const folder of ["home/projects", "home/checkouts", "project/.kittify/dossiers"]) {
    filesBelow(path.join(directory, folder)).forEach(look)
  }
  const ledger = path.join(directory, "receiver.db")
  if (fs.existsSync(ledger)) look(ledger)
}
