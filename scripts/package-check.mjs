// Packs the package as it would be published and uses it as a stranger would: publint and attw look at its shape, then
// the tarball is installed into an empty folder and the installed command is run.
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))

const run = (cwd, command, ...args) => {
  const { error, status, stderr, stdout } = spawnSync(command, args, { cwd, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
  if (error !== undefined || status !== 0) {
    throw new Error(`${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}\n${[command, ...args].join(" ")} failed (${status})`)
  }
  return stdout
}
const tool = (name) => join(root, "node_modules", ".bin", name)
const must = (condition, what) => {
  if (condition) return
  process.stderr.write(`error: the package ${what}\n`)
  process.exitCode = 1
}

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
const work = mkdtempSync(join(tmpdir(), "spec-kitty-pack-"))
try {
  const [packed] = JSON.parse(run(root, "npm", "pack", "--json", "--ignore-scripts", "--pack-destination", work))
  const tarball = join(work, packed.filename)
  const files = packed.files.map(({ path }) => path)
  for (const file of ["dist/bin/bin.js", "dist/lib/index.js", "dist/lib/index.d.ts", "LICENSE", "README.md", "contracts/upstream-3.0.0.json"]) {
    must(files.includes(file), `lacks ${file}`)
  }
  must(files.some((file) => file.startsWith("contracts/missions/")), "lacks contracts/missions/")
  const stray = files.filter((file) => !/^(dist\/|contracts\/|examples\/sample-project\/|README\.md$|LICENSE$|package\.json$)/.test(file))
  must(stray.length === 0, `holds files that nobody needs: ${stray.join(", ")}`)

  process.stdout.write(run(root, tool("publint"), "run", tarball, "--strict"))
  process.stdout.write(run(root, tool("attw"), tarball, "--profile", "esm-only"))

  writeFileSync(join(work, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module" }))
  run(work, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", tarball)
  const command = join(work, "node_modules", ".bin", "spec-kitty")
  const said = run(work, command, "--version").trim()
  must(said.includes(version), `says version "${said}", not ${version}`)
  const help = run(work, command, "--help")
  must(help.includes("spec-kitty") && help.includes("sync"), "prints no help")
  run(work, command, "demo")
  run(work, process.execPath, "--input-type=module", "-e", 'const all = await import("spec-kitty-effect"); if (Object.keys(all).length === 0) process.exit(1)')
  process.stdout.write(`${packed.filename}: ${files.length} files, ${Math.round(packed.unpackedSize / 1024)} KiB; installed and run: ${said}\n`)
} catch (error) {
  process.stderr.write(`error: ${error.message}\n`)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
