// What the binary has in place of src/loadRun.ts: the command line as one script, with the machine code that V8 made of it
// when it was built. Compiling it anew takes a third of the time of a short command. V8 refuses code of another version or
// with other flags by itself, and then compiles as ever; where there is none for this engine, nothing is read.
import { existsSync, readFileSync } from "node:fs"
import module from "node:module"
import { fileURLToPath } from "node:url"
import vm from "node:vm"

const beside = (name) => new URL(name, import.meta.url)

/** Beside the script, one per engine. */
export const codeCache = beside(`run.${process.versions.v8}-${process.arch}.cache`)

/** The script, ready to be run. ASCII alone, as esbuild writes it: half the memory, and no decoding. */
export const compile = (cachedData) =>
  // The name is kept in the code: it must not be that of a folder on the machine that built it.
  new vm.Script(module.wrap(readFileSync(beside("run.cjs"), "latin1")), { filename: "spec-kitty/run.cjs", cachedData })

/** What the script exports. */
export const start = (script) => {
  const file = fileURLToPath(beside("run.cjs"))
  const loaded = { exports: {} }
  script.runInThisContext()(loaded.exports, module.createRequire(file), loaded, file, fileURLToPath(beside(".")))
  return loaded.exports
}

export const loadRun = async () => start(compile(existsSync(codeCache) ? readFileSync(codeCache) : undefined))
