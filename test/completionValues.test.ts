import { afterEach, beforeEach, describe, expect, it } from "vitest"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { pathToFileURL } from "node:url"
import { completionValues } from "../src/completionValues.js"
import { metaJson, smallMission } from "./fixtures/project.js"

let folder: string
let project: string
let program: string

const write = (name: string, content = ""): void => {
  const file = path.join(project, name)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, content)
}
const writeAll = (files: ReturnType<typeof smallMission>): void =>
  Object.entries(files).forEach(([name, content]) => write(name, String(content)))

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-values-")))
  project = path.join(folder, "project")
  program = pathToFileURL(path.join(folder, "bin", "bin.js")).href
  fs.mkdirSync(path.join(folder, "bin"))
  // The build writes it; that it is what the manifests say is shown on the built binary.
  const names = { "software-dev": [{ artifact_key: "input.spec.main", path_pattern: "spec.md" }, { artifact_key: "work.package", path_pattern: "tasks/WP*.md" }] }
  fs.writeFileSync(path.join(folder, "bin", "artifact-names.json"), JSON.stringify(names))
  write(".kittify/config.yaml")
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

/** The answer in lines, cut at the tab. */
const asked = (kind: string, prefix = "", flags: ReadonlyArray<string> = []): ReadonlyArray<ReadonlyArray<string>> =>
  completionValues([kind, `--project=${project}`, ...flags, "--", prefix], program).split("\n").slice(0, -1).map((line) => line.split("\t"))
const words = (...question: Parameters<typeof asked>) => asked(...question).map(([word]) => word)

const snapshot = (mission: string, artifacts: ReadonlyArray<readonly [key: string, path: string, isPresent: boolean]>, slug = mission) =>
  write(`.kittify/dossiers/${mission}/snapshot-latest.json`, JSON.stringify({
    mission_slug: slug,
    artifact_summaries: artifacts.map(([artifact_key, relative_path, is_present]) => ({ artifact_key, relative_path, is_present }))
  }))

describe("missions", () => {
  it("U-16 are the folders of kitty-specs, those that begin with what was typed before those that only hold it", () => {
    for (const name of ["001-alpha", "047-beta", "beta-002", "002 two words", "003-ünï"]) write(`kitty-specs/${name}/meta.json`)
    write("kitty-specs/004-a-file")
    fs.symlinkSync(path.join(project, "kitty-specs", "001-alpha"), path.join(project, "kitty-specs", "005-link"))
    expect(words("missions")).toEqual(["001-alpha", "002 two words", "003-ünï", "005-link", "047-beta", "beta-002"])
    expect(words("missions", "00")).toEqual(["001-alpha", "002 two words", "003-ünï", "005-link", "beta-002"])
    expect(words("missions", "Beta")).toEqual(["047-beta", "beta-002"])
  })

  it("U-16 no name is offered that hides, is a flag, or looks like something else in a list", () => {
    const hostile = ["two\nlines", "bell\u0007", "tab\there", "\u202Ereversed", "esc\u001b[31m", "back\\slash", "-rf", ".hidden"]
    for (const name of hostile) write(`kitty-specs/${name}/meta.json`)
    fs.mkdirSync(Buffer.concat([Buffer.from(path.join(project, "kitty-specs", "bytes-")), Buffer.from([0xff])]))
    write("kitty-specs/$(touch x)/meta.json")
    expect(words("missions")).toEqual(["$(touch x)"])
  })

  it("U-16 there are a thousand of them at most", () => {
    for (let number = 0; number < 1100; number++) fs.mkdirSync(path.join(project, "kitty-specs", `m-${number}`), { recursive: true })
    expect(words("missions")).toHaveLength(1000)
    expect(words("missions", "m-1099")).toEqual(["m-1099"])
  })
})

describe("artifacts", () => {
  it("U-16 of a mission that no scan has seen have the keys that a scan would give them", () => {
    writeAll(smallMission("001-alpha"))
    write("kitty-specs/001-alpha/research/ä b.md")
    expect(asked("artifacts")).toEqual([
      ["artifact.meta.json", "meta.json"], ["artifact.plan.md", "plan.md"], ["artifact.research.--b.md.bf070e68", "research/ä b.md"],
      ["input.spec.main", "spec.md"], ["artifact.status.events.jsonl.c6dfe0bb", "status.events.jsonl"],
      ["work.package.tasks.WP01-first.md", "tasks/WP01-first.md"],
      ["meta.json", "artifact.meta.json"], ["plan.md", "artifact.plan.md"], ["research/ä b.md", "artifact.research.--b.md.bf070e68"],
      ["spec.md", "input.spec.main"], ["status.events.jsonl", "artifact.status.events.jsonl.c6dfe0bb"],
      ["tasks/WP01-first.md", "work.package.tasks.WP01-first.md"]
    ])
    expect(words("artifacts", "inp")).toEqual(["input.spec.main"])
  })

  it("U-16 have the keys of the last snapshot, also where the project has a manifest of its own", () => {
    writeAll(smallMission("001-alpha"))
    write(".kittify/missions/software-dev/expected-artifacts.yaml")
    expect(asked("artifacts", "spec")).toEqual([["spec.md"]])
    snapshot("001-alpha", [["own.spec", "spec.md", true], ["own.gone", "gone.md", true], ["own.wanted", "wanted.md", false]])
    expect(asked("artifacts", "own")).toEqual([["own.spec", "spec.md"], ["own.wanted", "wanted.md"]])
    // What was made since is there as well, what went is not.
    expect(words("artifacts")).toEqual(expect.arrayContaining(["plan.md", "tasks/WP01-first.md"]))
    expect(words("artifacts")).not.toContain("gone.md")
  })

  it("U-16 don't come from a snapshot that is broken, another mission's, or a link", () => {
    writeAll(smallMission("001-alpha"))
    const file = path.join(project, ".kittify", "dossiers", "001-alpha", "snapshot-latest.json")
    snapshot("001-alpha", [["foreign", "spec.md", true]], "002-other")
    expect(words("artifacts", "input")).toEqual(["input.spec.main"])
    for (const broken of ["{", "[]", "null", `{"mission_slug":"001-alpha","artifact_summaries":[1,null,{"artifact_key":2}]}`]) {
      fs.writeFileSync(file, broken)
      expect(words("artifacts", "input")).toEqual(["input.spec.main"])
    }
    snapshot("001-alpha", [["linked", "spec.md", true]])
    fs.renameSync(file, path.join(folder, "elsewhere.json"))
    fs.symlinkSync(path.join(folder, "elsewhere.json"), file)
    expect(words("artifacts", "input")).toEqual(["input.spec.main"])
  })

  it("U-16 are those of the mission that the line names, that it is in, or that the branch is for", () => {
    for (const mission of ["001-alpha", "047-beta"]) write(`kitty-specs/${mission}/meta.json`, metaJson(mission))
    write("kitty-specs/001-alpha/only-alpha.md")
    write("kitty-specs/047-beta/research/only-beta.md")
    const only = (flags: ReadonlyArray<string>) => words("artifacts", "only", flags)
    const [alpha, beta] = [["only-alpha.md", "artifact.only-alpha.md"], ["artifact.research.only-beta.md", "research/only-beta.md"]]
    expect(new Set(only([]))).toEqual(new Set([...alpha, ...beta]))
    for (const typed of ["47", "047", "047-beta", "04"]) expect(only([`--mission=${typed}`])).toEqual(beta)
    expect(only(["--mission=none"])).toEqual([])
    const there = completionValues(["artifacts", `--project=${project}/kitty-specs/047-beta/research`, "--", "only"], program)
    expect(there.split("\n").map((line) => line.split("\t")[0])).toEqual([...beta, ""])
    write(".git/HEAD", "ref: refs/heads/kitty/mission-001-alpha-lane-a\n")
    expect(only([])).toEqual(alpha)
  })

  it("U-16 S26 of a mission that is a link into another folder are not looked at, those of a worktree's main checkout are", () => {
    const main = path.join(folder, "main")
    fs.mkdirSync(path.join(main, "kitty-specs", "001-alpha"), { recursive: true })
    fs.writeFileSync(path.join(main, "kitty-specs", "001-alpha", "secret.md"), "")
    fs.mkdirSync(path.join(project, "kitty-specs"))
    fs.symlinkSync(path.join(main, "kitty-specs", "001-alpha"), path.join(project, "kitty-specs", "001-alpha"))
    expect(words("artifacts")).toEqual([])
    const git = path.join(main, ".git", "worktrees", "project")
    fs.mkdirSync(git, { recursive: true })
    fs.writeFileSync(path.join(git, "commondir"), "../..\n")
    write(".git", `gitdir: ${git}\n`)
    expect(words("artifacts")).toEqual(["artifact.secret.md", "secret.md"])
  })

  it("U-16 no link of a mission is followed, and nothing hidden is named", () => {
    writeAll(smallMission("001-alpha"))
    write("kitty-specs/001-alpha/.git/config")
    fs.symlinkSync("/etc", path.join(project, "kitty-specs", "001-alpha", "etc"))
    fs.symlinkSync("/etc/passwd", path.join(project, "kitty-specs", "001-alpha", "passwd.md"))
    expect(words("artifacts").filter((word) => /etc|passwd|config/.test(word ?? ""))).toEqual([])
  })
})

describe("whatever is asked", () => {
  it("U-16 there is no answer, and no error, outside a project and to what nobody asks", () => {
    const outside = path.join(folder, "outside")
    fs.mkdirSync(outside)
    const gone = path.join(folder, "gone")
    for (const directory of [outside, gone, "\u0000", path.join(project, ".kittify", "config.yaml")]) {
      expect(completionValues(["missions", `--project=${directory}`, "--", ""], program)).toBe("")
    }
    write("kitty-specs/001-alpha/meta.json")
    for (const question of [[], ["missions"], ["passwords", `--project=${project}`], ["--", "missions"]]) {
      expect(() => completionValues(question, "not a url")).not.toThrow()
    }
    expect(completionValues(["passwords", `--project=${project}`, "--", ""], program)).toBe("")
    // Without what the build wrote, files are named all the same.
    expect(completionValues(["artifacts", `--project=${project}`, "--", "meta"], "file:///nowhere/bin.js")).toContain("meta.json")
  })
})
