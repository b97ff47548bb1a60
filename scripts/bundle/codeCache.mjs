// Part of the build: runs the commands that people wait for most on a sample, and keeps the machine code that V8 made of
// what they needed. Nothing is sent: the server is a port where nobody listens.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { codeCache, compile, start } from "./loadRun.mjs"

const [sample] = process.argv.slice(2)
const work = mkdtempSync(join(tmpdir(), "spec-kitty-code-cache-"))
try {
  cpSync(sample, join(work, "project"), { recursive: true })
  for (const name of Object.keys(process.env)) if (name.startsWith("SPEC_KITTY_") || /proxy/i.test(name)) delete process.env[name]
  process.env.SPEC_KITTY_HOME = join(work, "home")
  process.env.SPEC_KITTY_TOKEN = "none"
  process.stdout.write = () => true
  const script = compile()
  const { run } = start(script)
  const lines = ["sync server http://127.0.0.1:9", "sync --all", "status", "dossier scan --all --no-emit", "sync status --json"]
  for (const line of lines) await run({ words: [...line.split(" "), "--quiet", "-C", join(work, "project")], version: "" })
  process.exitCode = 0
  writeFileSync(codeCache, script.createCachedData())
} finally {
  rmSync(work, { recursive: true, force: true })
}
