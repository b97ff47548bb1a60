/** `node dist/src/main.js [PROJECT]`: on a copy, so that the project stays as it is. */
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { fileURLToPath } from "node:url"
import { app } from "./app.js"

const shipped = () => path.join(path.dirname(fileURLToPath(import.meta.resolve("spec-kitty-effect/package.json"))), "examples", "sample-project")

const work = fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-embed-"))
const folders = { project: path.join(work, "project"), home: path.join(work, "home"), inbox: path.join(work, "inbox") }
fs.cpSync(process.argv[2] ?? shipped(), folders.project, { recursive: true })

await Effect.runPromise(app(folders)).finally(() => fs.rmSync(work, { recursive: true }))
