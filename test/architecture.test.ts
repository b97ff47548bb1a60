import { describe, expect, it } from "vitest"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import ts from "typescript"

const root = path.dirname(import.meta.dirname)

/** Files of a folder of the repository, by their path from its root. */
const filesBelow = (folder: string): ReadonlyArray<string> =>
  fs.existsSync(path.join(root, folder))
    ? fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    : []

const sources = filesBelow("src").filter((file) => file.endsWith(".ts")).sort()
const textOf = (file: string): string => fs.readFileSync(path.join(root, file), "utf8")

/** What a module imports, exports from or loads with `import()`: paths from the root, package names as they stand. */
const importsOf = (file: string): ReadonlyArray<string> =>
  ts.preProcessFile(textOf(file), true, true).importedFiles.map(({ fileName }) =>
    fileName.startsWith(".") ? path.join(path.dirname(file), fileName).replace(/\.js$/, ".ts") : fileName)

const imports = new Map(sources.map((file) => [file, importsOf(file)]))

/** `importer → imported` for each import of these files that the rule refuses. */
const violations = (
  applies: (file: string) => boolean,
  refused: (imported: string, importer: string) => boolean
): ReadonlyArray<string> =>
  [...imports].filter(([file]) => applies(file)).flatMap(([file, all]) =>
    all.filter((imported) => refused(imported, file)).map((imported) => `${file} → ${imported}`))

const below = (...folders: ReadonlyArray<string>) => (file: string) => folders.some((folder) => file.startsWith(`${folder}/`))
const notBelow = (...folders: ReadonlyArray<string>) => (file: string) => !below(...folders)(file)

/** What a queue stands on while a law runs: the hash and the ids that ship, and a gate that refuses on demand. */
const lawGround = "src/laws/fixtures/queueWorld.ts"

/** Where the pieces are put together: these alone choose layers. */
const isRoot = (file: string) =>
  file === lawGround ||
  /^src\/(bin|completionValues|helpPage|promise|testing|index|packageVersion)\.ts$/.test(file) || /^src\/layers\/\w*(Main|Testing)\.ts$/.test(file) ||
  file.startsWith("src/compositions/")

describe("architecture", () => {
  it("E-05 the folders are there and every import leads to a file", () => {
    expect(sources.length).toBeGreaterThan(50)
    for (const folder of ["src/domain", "src/services", "src/layers", "src/programs", "test", "contracts"]) {
      expect(filesBelow(folder), folder).not.toEqual([])
    }
    expect(violations(() => true, (imported) => imported.startsWith("src/") && !sources.includes(imported))).toEqual([])
  })

  it("E-05 domain imports effect and domain alone", () => {
    expect(violations(below("src/domain"), (imported) =>
      !imported.startsWith("src/domain/") && !imported.startsWith("effect/"))).toEqual([])
  })

  it("E-05 services import domain, services and Effect's packages", () => {
    expect(violations(below("src/services"), (imported) =>
      !/^(src\/(domain|services)\/|effect\/|@effect\/platform\/)/.test(imported))).toEqual([])
  })

  it("E-05 programs import services and domain, never a layer or a technology", () => {
    expect(violations(below("src/programs"), (imported) =>
      /^src\/layers\/|^src\/compositions\/|^src\/\w+\.ts$|^node:|^better-sqlite3$|^undici$|^@effect\/(sql|platform-node)/.test(imported))).toEqual([])
  })

  it("E-05 layers import no program, and layers are chosen in the composition roots alone", () => {
    const layers = (file: string) => below("src/layers")(file) && !isRoot(file)
    expect(violations(layers, (imported) => imported.startsWith("src/programs/") || isRoot(imported))).toEqual([])
    expect(violations((file) => notBelow("src/layers")(file) && !isRoot(file), below("src/layers"))).toEqual([])
  })

  it("E-06 laws stand on domain and services; the ground of the queue's alone brings layers", () => {
    const allowed = /^(src\/(domain|services|laws)\/|effect\/|@effect\/vitest$|node:crypto$)/
    const forFixtures = (imported: string, importer: string) =>
      importer.startsWith("src/laws/fixtures/") && /^node:(fs|os|path)$/.test(imported) ||
      importer === lawGround && /^src\/layers\/node\/(ContentHasher|Identifiers)\.ts$/.test(imported)
    expect(violations(below("src/laws"), (imported, importer) =>
      !allowed.test(imported) && !forFixtures(imported, importer))).toEqual([])
  })

  it("E-06 U-44 what is for tests is reached from src/testing.ts alone: no program, no command, no embedder loads vitest", () => {
    const reached = (file: string, seen: Set<string>): ReadonlySet<string> => {
      if (!seen.has(file)) {
        seen.add(file)
        for (const imported of imports.get(file) ?? []) reached(imported, seen)
      }
      return seen
    }
    const forTests = (file: string) =>
      /^(@effect\/)?vitest$|^src\/laws\/|^src\/layers\/Testing\.ts$|^src\/layers\/memory\/(BodyTransport|EventTransport|FileWatcher|steering)\.ts$/.test(file)
    const entries = sources.filter((file) => /^src\/[^/]+\.ts$/.test(file))
    expect(entries).toEqual(expect.arrayContaining(["src/bin.ts", "src/index.ts", "src/promise.ts", "src/testing.ts"]))
    for (const entry of entries) {
      const found = [...reached(entry, new Set())].filter(forTests)
      if (entry === "src/testing.ts") expect(found).toContain("@effect/vitest")
      else expect(found, entry).toEqual([])
    }
  })

  it("E-05 Effect is imported module by module", () => {
    expect(violations(() => true, (imported) =>
      /^(effect|@effect\/(platform|platform-node|cli|sql|sql-sqlite-node|schema))$/.test(imported) ||
      imported.startsWith("@effect/schema"))).toEqual([])
  })

  it("N-06 G-C1 the contract is compiled, and with it the one maker of gated values, in the gate's layer alone", () => {
    const runtimeImports = sources.filter((file) =>
      /import \{[^}]*\bcompileContract\b[^}]*\} from/.test(textOf(file)))
    expect(runtimeImports.filter(notBelow("src/laws/fixtures"))).toEqual(["src/layers/node/ContractGate.ts"])
  })

  it("I-14 N-06 G-C1 the network is reached from src/layers/http alone", () => {
    const isNetwork = (imported: string) =>
      /^(node:)?(http|https|http2|net|tls|dgram|dns|ws)(\/|$)|^undici$|FetchHttpClient|NodeHttpClient|NodeSocket|platform\/Socket/.test(imported)
    expect(violations(notBelow("src/layers/http"), isNetwork)).toEqual([])
    const calls = sources.filter(notBelow("src/layers/http")).filter((file) =>
      /(?<![\w.])fetch\s*\(|new (WebSocket|EventSource|XMLHttpRequest)\b/.test(textOf(file)))
    expect(calls).toEqual([])
  })

  it("B-23 SQL is written in src/layers/sqlite alone", () => {
    expect(violations(notBelow("src/layers/sqlite"), (imported) => /^better-sqlite3$|^@effect\/sql/.test(imported))).toEqual([])
  })

  it("D-39 files are opened in src/layers alone", () => {
    expect(violations((file) => notBelow("src/layers", "src/laws/fixtures")(file) && !isRoot(file), (imported) =>
      /^(node:)?(fs|fs\/promises|child_process|worker_threads)$/.test(imported))).toEqual([])
  })

  /** Code that reads the shapes of the original tool in order to translate them. */
  const isTranslator = below("src/domain/legacy", "src/layers/legacy", "src/layers/sqlite/legacy")
  const isUpgrade = (file: string) => below("src/programs/upgrade")(file) || file === "src/compositions/upgrade.ts"

  it("I-20 code that reads legacy state is imported by itself and by upgrade alone", () => {
    expect(violations((file) => !isTranslator(file) && !isUpgrade(file), isTranslator)).toEqual([])
    // No folder of that name elsewhere, which the rule would not see.
    expect(sources.filter((file) => file.includes("/legacy/") && !isTranslator(file))).toEqual([])
  })

  it("I-20 every way to it leads through upgrade, from the command, the library and the test kit", () => {
    /** Translators that are reached from `file` without passing through upgrade, with the way that was found first. */
    const reachedFrom = (file: string, way: ReadonlyArray<string>, seen: Set<string>): ReadonlyArray<string> => {
      if (seen.has(file) || isUpgrade(file)) return []
      seen.add(file)
      const here = [...way, file]
      return isTranslator(file)
        ? [here.join(" → ")]
        : (imports.get(file) ?? []).flatMap((imported) => reachedFrom(imported, here, seen))
    }
    for (const entry of ["src/bin.ts", "src/run.ts", "src/index.ts", "src/promise.ts", "src/testing.ts"]) {
      expect(sources, entry).toContain(entry)
      expect(reachedFrom(entry, [], new Set()), entry).toEqual([])
    }
  })

  it("I-13 I-20 names from before the identity cutover stand where they are refused or translated, and nowhere else", () => {
    const refusers = ["src/domain/mission/legacyFields.ts", "src/domain/identity/newNames.ts"]
    const allowed = (file: string) =>
      refusers.includes(file) || isTranslator(file) || below("src/domain/contract", "src/programs/upgrade", "src/laws")(file)
    const named = sources.filter((file) => !allowed(file))
      .filter((file) => /feature_(slug|number|type)|mission_key|Feature(Created|Closed|Completed)|feature_catalog/.test(textOf(file)))
    expect(named).toEqual([])
  })

  it("E-01 U-44 each service is one tag (or reference, with a default), named as its file, so that an embedder can replace it", () => {
    // A file of types alone is the shape of a service's values.
    const services = sources.filter(below("src/services")).filter((file) => /^export (class|const|function)/m.test(textOf(file)))
    const withoutTag = services.filter((file) => {
      const name = path.basename(file, ".ts")
      return !new RegExp(`export class ${name} extends Context\\.(Tag|Reference)\\b.*"spec-kitty/${name}"`).test(textOf(file))
    })
    expect(withoutTag).toEqual([])
    for (const name of ["ArtifactIndexer", "ContentHasher", "ContractGate", "DeliveryQueue", "EventTransport", "BodyTransport"]) {
      expect(services).toContain(`src/services/${name}.ts`)
    }
  })

  it("U-43 D-32 no module keeps state of its own, and only the command ends the process", () => {
    const stateful = sources.filter((file) =>
      ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest).statements.some((statement) =>
        ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Const) === 0))
    expect(stateful).toEqual([])
    expect(sources.filter((file) => file !== "src/run.ts" && /process\.(exit\(|abort\()/.test(textOf(file)))).toEqual([])
  })

  it("E-05 no file is longer than 250 lines", () => {
    expect(sources.map((file) => [file, textOf(file).split("\n").length - 1] as const).filter(([, lines]) => lines > 250)).toEqual([])
  })
})

describe("repository", () => {
  /** What git has or would take in; without a repository (a source archive) everything below the usual folders. */
  const ours = (): ReadonlyArray<string> => {
    try {
      return execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
        .split("\0").filter((file) => file !== "" && fs.existsSync(path.join(root, file)))
    } catch {
      return ["src", "test", "docs", "scripts", "contracts", "examples", "bench"].flatMap(filesBelow)
    }
  }

  it("S30 no file names a machine's folders or a package registry", () => {
    // Put together here, so that this file does not name them.
    const forbidden = [
      ["", "work", ""], ["shared", "corpus"], ["", "home", "[a-z]+", ""], ["", "root", ""], ["", "Users", "[a-z]+", ""]
    ].map((parts) => parts.join("/")).concat([
      ["registry", "npmjs"], ["registry", "yarnpkg"], ["artifactory", "[a-z]"], ["npmmirror", "com"]
    ].map((parts) => parts.join("\\.")))
    const pattern = new RegExp(`(?<![\\w.$}])(${forbidden.join("|")})`)
    const named = ours().filter((file) => /\.(ts|js|mjs|json|md|ya?ml|toml|sh|html|css)$|^\.|^LICENSE$/.test(file))
      .filter((file) => pattern.test(textOf(file)))
    expect(named).toEqual([])
  })

  it("S30 every locked package has an integrity and no address", () => {
    const lock: { packages: Record<string, { integrity?: string; resolved?: string; link?: boolean }> } = JSON.parse(textOf("package-lock.json"))
    const entries = Object.entries(lock.packages).filter(([name]) => name !== "")
    expect(entries.length).toBeGreaterThan(100)
    expect(entries.filter(([, entry]) => entry.integrity === undefined || entry.resolved !== undefined).map(([name]) => name)).toEqual([])
  })

  it("S30 dependencies are pinned exactly", () => {
    const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } = JSON.parse(textOf("package.json"))
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
    expect(loose).toEqual([])
  })

  it("E-06 S30 vitest is a peer that nobody but the laws needs, in the version they are tested with", () => {
    const { devDependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(textOf("package.json"))
    for (const name of ["@effect/vitest", "vitest"]) {
      expect(peerDependenciesMeta[name]).toEqual({ optional: true })
      expect(devDependencies[name]).toMatch(new RegExp(`^${peerDependencies[name].slice(1, 3)}`))
    }
  })
})
