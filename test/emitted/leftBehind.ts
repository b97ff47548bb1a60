import Database from "better-sqlite3"
import * as fs from "node:fs"
import * as path from "node:path"
import { lookFor } from "./leaks.js"
import { kept, stored } from "./tap.js"

const filesBelow = (folder: string): ReadonlyArray<string> =>
  fs.existsSync(folder)
    ? fs.readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
    : []

/** Whatever is in a sandbox, but for the file that is there for tokens. */
const lookForSecrets = (directory: string): void => {
  for (const file of filesBelow(directory)) {
    if (path.relative(directory, file) !== path.join("home", "credentials")) {
      lookFor(`left behind in ${path.relative(directory, file)}`, fs.readFileSync(file))
    }
  }
}

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

/** Looks at what the built binary left in a sandbox: state outside the project, its dossiers, and the receiver's ledger; and for secrets at every file. */
export const leftBehind = (directory: string): void => {
  lookForSecrets(directory)
  for (const folder of ["home/projects", "home/checkouts", "project/.kittify/dossiers"]) {
    filesBelow(path.join(directory, folder)).forEach(look)
  }
  const ledger = path.join(directory, "receiver.db")
  if (fs.existsSync(ledger)) look(ledger)
}
