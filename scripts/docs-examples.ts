// `npm run docs:examples`: type-checks every block of TypeScript in README.md, docs/ and the doc comments of src/ against the
// sources of the package, under the names by which others import it.
import * as fs from "node:fs"
import * as path from "node:path"
import { documents, examplesIn, faultsOf } from "./docs/examples.js"

const root = path.dirname(import.meta.dirname)
const examples = documents(root).flatMap((file) => examplesIn(file, fs.readFileSync(path.join(root, file), "utf8")))
const faults = faultsOf(root, examples)
for (const { column, file, line, message } of faults) process.stderr.write(`${file}:${line}:${column}: error: ${message}\n`)
if (faults.length > 0) process.exitCode = 1
else process.stdout.write(`${examples.length} examples in ${new Set(examples.map(({ file }) => file)).size} files hold.\n`)
