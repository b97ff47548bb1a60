// Makes a fresh clone ready: the first step of `npm test` and `npm run demo`. Runs before anything is installed, so it
// has no dependencies. Does nothing, in a few milliseconds, where the installed packages are those of the lock file.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, "node_modules", ".spec-kitty-installed")

/** One line on stderr; stdout belongs to what runs next. */
const say = (line) => process.stderr.write(`${line}\n`)

const refuse = (what, next) => {
  say(`error: ${what}`)
  say(`  next  ${next}`)
  process.exit(1)
}

const checkNodeVersion = () => {
  const [major, minor] = process.versions.node.split(".").map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    refuse(`Node ${process.versions.node} is too old.`, "install Node 20.19 or newer, then run the command again")
  }
}

/** What the installed packages depend on: the lock file, and the Node that native modules are compiled for. */
const wanted = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .update(`${process.versions.modules} ${process.platform} ${process.arch}`)
    .digest("hex")

const install = () => {
  say("Installing dependencies (npm ci). Once, one to three minutes: the SQLite driver may be compiled …")
  const npm = process.platform === "win32" ? "npm.cmd" : "npm"
  const options = { cwd: root, encoding: "utf8", shell: process.platform === "win32" }
  const { error, status, stderr, stdout } = spawnSync(npm, ["ci", "--no-fund", "--no-audit", "--loglevel=error"], options)
  if (error !== undefined || status !== 0) {
    say(`${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`.trim())
    refuse("npm ci failed; its output is above.", "check the network, make, python3 and a C++ compiler, then run the command again")
  }
  say("Dependencies are installed.")
}

checkNodeVersion()
const expected = wanted()
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== expected) {
  install()
  writeFileSync(stamp, expected)
}
