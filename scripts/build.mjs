// Builds dist/: the binary as a split, minified ESM bundle (dist/bin), the library as plain ESM with types (dist/lib),
// the manual pages (dist/man). `build.mjs bin`, `build.mjs lib` and `build.mjs man` build one of them. Does nothing where
// the sources have not changed since the last build.
import { build } from "esbuild"
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const at = (...names) => join(root, ...names)
const cache = at("node_modules", ".cache", "spec-kitty-effect")

const filesIn = (folder, extension) =>
  readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => join(entry.parentPath, entry.name))

const sources = () => [
  ...filesIn("src", ".ts"),
  ...filesIn("contracts/missions", ".yaml"),
  ...["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json", "scripts/build.mjs", "scripts/help-pages.ts", "scripts/artifact-names.ts", "scripts/man-pages.ts", "scripts/bundle/undici.cjs"].map((name) => at(name))
].sort()

/** One digest over names and bytes of all that the build reads. */
const digest = () => {
  const hash = createHash("sha256")
  for (const file of sources()) hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file)).update("\0")
  return hash.digest("hex")
}

/** Runs a script of the build that is written in TypeScript and imports the sources. */
const runScript = async (name, ...args) => {
  const scripts = join(cache, `${name}-${process.pid}`)
  await build({
    ...bundling, entryPoints: [`scripts/${name}.ts`], outdir: scripts, splitting: true, outExtension: { ".js": ".mjs" }
  })
  const { status, stderr } = spawnSync(process.execPath, [join(scripts, `${name}.mjs`), ...args], { cwd: root, encoding: "utf8" })
  rmSync(scripts, { recursive: true })
  if (status !== 0) throw new Error(`scripts/${name}.ts failed: ${stderr}`)
}

/** What the command line says to `help …`, asked once: `src/helpPage.ts` answers from it without loading the rest. */
const writeHelpPages = (outdir) => runScript("help-pages", join(outdir, "help.json"))

/** What the manifests that ship call their artifacts: `src/completionValues.ts` reads it in place of YAML. */
const writeArtifactNames = (outdir) => runScript("artifact-names", join(outdir, "artifact-names.json"))

/** A manual page for each command and topic. */
const writeManPages = (outdir) => runScript("man-pages", outdir)

/** Native modules, which a bundle can't hold. */
const external = ["better-sqlite3", "@parcel/watcher", "msgpackr-extract"]

const bundling = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  external,
  alias: { undici: at("scripts", "bundle", "undici.cjs") },
  // Bundled CommonJS needs a `require`; under another name, since a chunk may import createRequire itself.
  banner: { js: 'import { createRequire as __cr } from "node:module";const require=__cr(import.meta.url);' },
  legalComments: "none",
  logLevel: "warning"
}

/** The machine code of what people wait for most, for the Node that builds. A binary without it works, and starts slower. */
const writeCodeCache = async (outdir) => {
  const maker = join(outdir, "codeCache.mjs")
  await build({ ...bundling, banner: {}, minify: false, entryPoints: ["scripts/bundle/codeCache.mjs"], outfile: maker })
  const command = [maker, at("examples", "sample-project")]
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: outdir, encoding: "utf8" })
  rmSync(maker)
  if (status !== 0) throw new Error(`the code cache could not be made: ${stderr}`)
}

const buildBinary = async (outdir) => {
  // No keepNames: tags and spans carry names of their own, and it showed in a large scan, since it names every
  // function anew each time one is made.
  await build({
    ...bundling,
    format: "cjs",
    entryPoints: ["src/run.ts"],
    outfile: join(outdir, "run.cjs"),
    banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
    define: { "import.meta.url": "__url" },
    // A script that is no module has nowhere to import from; what is not in the bundle is required.
    supported: { "dynamic-import": false }
  })
  const fast = { name: "fast", setup: (it) => it.onResolve({ filter: /\/loadRun\.js$/ }, () => ({ path: at("scripts", "bundle", "loadRun.mjs") })) }
  // What a shell asks when TAB is pressed is a file of its own, so that nobody else loads it.
  await build({ ...bundling, banner: {}, entryPoints: ["src/bin.ts"], outdir, splitting: true, chunkNames: "[name]", plugins: [fast] })
  await writeCodeCache(outdir)
  const binary = join(outdir, "bin.js")
  const code = readFileSync(binary, "utf8")
  if (!code.startsWith("#!")) writeFileSync(binary, `#!/usr/bin/env node\n${code}`)
  chmodSync(binary, 0o755)
  await writeHelpPages(outdir)
  await writeArtifactNames(outdir)
}

const buildLibrary = (outDir) => {
  const tsc = at("node_modules", "typescript", "bin", "tsc")
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", outDir], { cwd: root, encoding: "utf8" })
  if (status !== 0) {
    process.stderr.write(stdout)
    throw new Error("tsc found errors")
  }
}

const targets = [
  { name: "bin", product: "bin.js", make: buildBinary },
  { name: "lib", product: "index.js", make: buildLibrary },
  { name: "man", product: "man1/spec-kitty.1", make: writeManPages }
]

/** Made beside, then put in its place: a build that fails leaves the last good one. */
const buildTarget = async ({ make, name }) => {
  const fresh = join(cache, `${name}-${process.pid}`)
  try {
    await make(fresh)
    mkdirSync(at("dist"), { recursive: true })
    rmSync(at("dist", name), { recursive: true, force: true })
    renameSync(fresh, at("dist", name))
  } catch (error) {
    // esbuild and tsc have said what is wrong.
    process.stderr.write(`error: the build of dist/${name} failed: ${error.message.split("\n")[0]}\n`)
    rmSync(fresh, { recursive: true, force: true })
    process.exit(1)
  }
}

const wanted = digest()
const only = process.argv[2]
for (const target of targets) {
  if (only !== undefined && only !== target.name) continue
  const stamp = join(cache, `${target.name}.stamp`)
  const isFresh = existsSync(at("dist", target.name, target.product)) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted
  if (isFresh) continue
  process.stderr.write(`Building dist/${target.name} …\n`)
  mkdirSync(cache, { recursive: true })
  await buildTarget(target)
  writeFileSync(stamp, wanted)
}
