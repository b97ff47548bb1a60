// Packs the package as it would be published and uses it as a stranger would: publint and attw look at its shape, then
// the tarball is installed into an empty folder and the installed command is run; examples/embed is compiled, run and
// tested on the tarball.
import { spawnSync } from "node:child_process"
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
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

const install = (cwd, ...packages) =>
  run(cwd, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", ...packages)

/** examples/embed with the tarball beside its package.json, as its README has a person do it. */
const embed = (work, tarball) => {
  const app = join(work, "embed")
  cpSync(join(root, "examples", "embed"), app, {
    recursive: true, filter: (file) => !["node_modules", "dist", "package-lock.json"].includes(basename(file)) && !file.endsWith(".tgz")
  })
  copyFileSync(tarball, join(app, basename(tarball)))
  // What the stranger installed is taken along, so that the native module is not compiled twice.
  renameSync(join(work, "node_modules"), join(app, "node_modules"))
  install(app)
  const said = run(app, "npm", "start", "--silent")
  for (const line of [
    "scan: 001-tide-table-export: 14 artifacts", "progress: sent 17 bodies", "sync: delivered, 17 of 17 bodies, exit code 0"
  ]) must(said.split("\n").includes(line), `did not make examples/embed say "${line}":\n${said}`)
  const report = JSON.parse(run(app, join(app, "node_modules", ".bin", "vitest"), "run", "--reporter=json"))
  must(report.numPassedTests >= 50 && report.numFailedTests === 0, "did not run its laws in examples/embed")
  return report.numPassedTests
}

const { man, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
const work = mkdtempSync(join(tmpdir(), "spec-kitty-pack-"))
try {
  const [packed] = JSON.parse(run(root, "npm", "pack", "--json", "--ignore-scripts", "--pack-destination", work))
  const tarball = join(work, packed.filename)
  const files = packed.files.map(({ path }) => path)
  for (const file of ["dist/bin/bin.js", "dist/lib/index.js", "dist/lib/index.d.ts", "LICENSE", "README.md", "contracts/upstream-3.0.0.json"]) {
    must(files.includes(file), `lacks ${file}`)
  }
  must(files.some((file) => file.startsWith("contracts/missions/")), "lacks contracts/missions/")
  const pages = files.filter((file) => file.startsWith("dist/man/"))
  must(man.length > 0 && pages.sort().join() === [...man].sort().join(), "does not list the manual pages it holds: npm run man:list")
  const stray = files.filter((file) => !/^(dist\/|contracts\/|docs\/errors\/|examples\/(legacy|sample)-project\/|README\.md$|LICENSE$|package\.json$)/.test(file))
  must(stray.length === 0, `holds files that nobody needs: ${stray.join(", ")}`)

  process.stdout.write(run(root, tool("publint"), "run", tarball, "--strict"))
  process.stdout.write(run(root, tool("attw"), tarball, "--profile", "esm-only"))

  writeFileSync(join(work, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module" }))
  install(work, tarball)
  must(!existsSync(join(work, "node_modules", "vitest")), "brings vitest along")
  const command = join(work, "node_modules", ".bin", "spec-kitty")
  const said = run(work, command, "--version").trim()
  must(said.includes(version), `says version "${said}", not ${version}`)
  const viaNpx = run(work, "npx", "--offline", "--no-install", "spec-kitty", "--version").trim()
  must(viaNpx === said, `says "${viaNpx}" through npx, not ${said}`)
  const prefix = join(work, "global")
  run(work, "npm", "install", "--global", "--prefix", prefix, "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", tarball)
  const everywhere = run(tmpdir(), join(prefix, "bin", "spec-kitty"), "--version").trim()
  must(everywhere === said, `says "${everywhere}" when installed globally, not ${said}`)
  for (const page of man) {
    const place = join(prefix, "share", "man", basename(dirname(page)), basename(page))
    must(existsSync(place), `puts no ${basename(page)} where man looks when installed globally`)
  }
  must(run(work, command, "man", "sync").startsWith(".TH "), "prints no page of the manual")
  const help = run(work, command, "--help")
  must(help.includes("spec-kitty") && help.includes("sync"), "prints no help")
  must(run(work, command, "help", "QUEUE-05").startsWith("QUEUE-05: "), "has no pages about errors")
  run(work, command, "demo")
  for (const entry of ["spec-kitty-effect", "spec-kitty-effect/promise"]) {
    run(work, process.execPath, "--input-type=module", "-e", `if (Object.keys(await import("${entry}")).length === 0) process.exit(1)`)
  }
  const laws = embed(work, tarball)
  process.stdout.write(`${packed.filename}: ${files.length} files, ${Math.round(packed.unpackedSize / 1024)} KiB; installed and run: ${said}; examples/embed runs on it, ${laws} tests of its layers pass\n`)
} catch (error) {
  process.stderr.write(`error: ${error.message}\n`)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
