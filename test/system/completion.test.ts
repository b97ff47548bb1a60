import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { allFormats } from "../../src/programs/cli/globalFlags.js"
import { smallMission } from "../fixtures/project.js"
import { remove, sandbox, type Sandbox } from "./harness.js"
import { sandboxWith } from "./projects.js"
import { openTerminal, recorder, type ShellName, type Terminal } from "./typed.js"

/** Each begins with a letter of its own. */
const hostile = ["$(touch hacked)", "a;touch hacked", "b `touch hacked`", `c "d" 'e'`, "f*[é]?{ü}", "g!h:i=j", "k\ntouch hacked", "l|touch hacked", 'm"']

let box: Sandbox
beforeAll(async () => {
  box = sandboxWith({ ...smallMission("001-alpha"), ...smallMission("047-beta"), "payload.json": "{}", "payload two.json": "{}" })
  // Names that a shell would act on, were they put on a line as they are.
  for (const name of hostile) fs.mkdirSync(path.join(box.project, "kitty-specs", name))
  fs.writeFileSync(path.join(box.project, "pay$(touch hacked).json"), "{}")
  const { code, stderr, stdout } = await box.run(["completion", "bash"])
  expect([code, stderr]).toEqual([0, ""])
  fs.writeFileSync(path.join(box.directory, "script"), stdout)
})
afterAll(() => remove(box))

/** What bash would offer at the end of the line, as a fresh one says it. It finds no program but ours while it does. */
const offered = (words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const { status, stderr, stdout } = spawnSync("bash", ["--norc", "--noprofile", "-c",
    // eslint-disable-next-line no-template-curly-in-string -- bash's own
    'set -u; source "$1"; shift; PATH=$1; shift; COMP_WORDS=(spec-kitty "$@"); COMP_CWORD=$#; _spec_kitty; [ "${#COMPREPLY[@]}" = 0 ] || printf "%s\\n" "${COMPREPLY[@]}"',
    "bash", path.join(box.directory, "script"), recorder(box), ...words], { cwd: box.project, env: { ...box.env }, encoding: "utf8" })
  expect([status, stderr]).toEqual([0, ""])
  return stdout.split("\n").filter((word) => word !== "")
}

const rows: ReadonlyArray<readonly [line: string, words: ReadonlyArray<string>]> = [
  ["sy", ["sync"]],
  ["sync sta", ["status"]],
  ["sync --wai", ["--wait"]],
  ["sync --all s", ["status", "server"]],
  ["sync --mission 0", ["001-alpha", "047-beta"]],
  ["sync --mission = 04", ["047-beta"]],
  ["sync --mission a", [String.raw`a\;touch\ hacked`]],
  ["sync --mission 'b", ["b `touch hacked`"]],
  ["sync --mission \"b", ["b \\`touch hacked\\`"]],
  ["sync --mission \"g", []],
  ["sync --mission k", []],
  ["-C / sync --mission ", []],
  ["-C kitty-specs/001-alpha explain pl", ["plan.md"]],
  ["--project = kitty-specs/001-alpha dossier show artifact.tasks", ["artifact.tasks.WP01-first.md"]],
  ["dossier show --mission 047 inp", ["input.spec.main"]],
  ["dossier show --mission = 047 wor", []],
  ["explain payl", ["payload.json"]],
  ["help QUEUE-0", ["QUEUE-01", "QUEUE-02", "QUEUE-03", "QUEUE-04", "QUEUE-05", "QUEUE-06"]],
  ["man sync que", ["queue"]],
  ["sync --mission 001-alpha sta", ["status"]],
  ["--project kitty-specs check --mission 0", ["001-alpha", "047-beta"]],
  ["--format ", allFormats],
  ["sync --format ", ["text", "json", "ndjson"]],
  ["check --format s", ["sarif"]],
  ["--color ", ["auto", "always", "never"]],
  ["sync queue list --kind ", ["event", "body"]],
  ["sync queue list --state q", ["quarantined"]],
  ["contract show payload/MissionC", ["payload/MissionClosed", "payload/MissionCreated"]],
  ["contract check --context e", ["envelope", "event"]],
  ["contract check pay", ["payload.json"]],
  ["bugreport -o pay", ["payload.json"]],
  ["-C kitty", ["kitty-specs"]],
  ["help exit", ["exit-codes"]],
  ["help sync que", ["queue"]],
  ["completion ", ["bash", "zsh", "fish"]],
  ["sync --wait ", []],
  ["sync server ", []],
  ["explain -- --js", []]
]

describe("completion", () => {
  for (const [line, words] of rows) {
    it(`U-16 bash completes "spec-kitty ${line}" and runs nothing but the question`, () => {
      expect([...offered(line.split(" "))].sort()).toEqual([...words].sort())
      expect(fs.existsSync(path.join(box.project, "hacked"))).toBe(false)
    })
  }

  const scriptFor = async (shell: string): Promise<string> => {
    const file = path.join(box.directory, shell)
    fs.writeFileSync(file, (await box.run(["completion", shell])).stdout)
    return file
  }

  it.each(["zsh", "fish"])("U-16 %s takes the script", async (shell) => {
    const { status, stderr } = spawnSync(shell, ["-n", await scriptFor(shell)], { encoding: "utf8" })
    expect([status, stderr]).toEqual([0, ""])
  })

  it.each([
    ["sync --mission=0", ["--mission=001-alpha", "--mission=047-beta"]],
    ["dossier show --mission 047 inp", ["input.spec.main"]],
    ["sync queue ", ["drop", "list", "retry", "show"]],
    ["sync queue list --kind ", ["body", "event"]],
    ["completion ", ["bash", "fish", "zsh"]]
  ])("U-16 fish completes \"spec-kitty %s\"", async (line, words) => {
    const command = ["--no-config", "-c", `source $argv[1]; complete -C "spec-kitty ${line}"`, await scriptFor("fish")]
    const { stderr, stdout } = spawnSync("fish", command, { cwd: box.project, env: { ...box.env, PATH: `${recorder(box)}:${box.env["PATH"] ?? ""}` }, encoding: "utf8" })
    expect(stderr).toBe("")
    expect(stdout.split("\n").map((row) => row.split("\t")[0]).filter((word) => word !== "").sort()).toEqual(words)
    expect(fs.existsSync(path.join(box.project, "hacked"))).toBe(false)
  })
})

const shells: ReadonlyArray<ShellName> = ["bash", "zsh", "fish"]

describe.each(shells)("a person at %s", (shell) => {
  let terminal: Terminal
  beforeAll(async () => {
    terminal = await openTerminal(box, shell)
  })
  afterAll(() => terminal.close())

  it.each([
    ["spec-kitty sync --mission 04\t", ["sync", "--mission", "047-beta"]],
    ["spec-kitty sync --mission=04\t", ["sync", "--mission=047-beta"]],
    ["spec-kitty dossier show --mission 001 inp\t --raw", ["dossier", "show", "--mission", "001", "input.spec.main", "--raw"]],
    ["spec-kitty -C ../other\\ place explain tasks/WP0\t", ["-C", "../other place", "explain", "tasks/WP07-there.md"]],
    ["spec-kitty --project='../other place' sync --mission 9\t", ["--project=../other place", "sync", "--mission", "900-there"]],
    ["spec-kitty help exit\t", ["help", "exit-codes"]],
    ["spec-kitty -C ../oth\t status", ["-C", "../other place", "status"]]
  ])("U-16 types %j", async (keys, words) => {
    const there = path.join(box.directory, "other place", "kitty-specs", "900-there", "tasks")
    fs.mkdirSync(there, { recursive: true })
    fs.writeFileSync(path.join(there, "WP07-there.md"), "")
    expect((await terminal.type(keys)).map((word) => word.replace(/^\.\.\/other place\/$/, "../other place"))).toEqual(words)
  })

  /** Bash can't keep `!` from standing for an older line behind a double quote, and offers nothing there. */
  const isOffered = (name: string, quote: string) => !name.includes("\n") && !(shell === "bash" && quote === "\"" && name.includes("!"))
  const rowsOf = (quote: string) => hostile.filter((name) => isOffered(name, quote)).map((name) => [name, quote] as const)

  it.each(["", "'", "\""].flatMap(rowsOf))(
    "U-16 gets a mission named %j as it is, behind %j, and nothing else runs",
    async (name, quote) => {
      // Behind anything but a single quote a dollar begins an expansion, so a person escapes it.
      const begun = quote === "'" ? name.slice(0, 1) : name.slice(0, 1).replace("$", String.raw`\$`)
      expect(await terminal.type(`spec-kitty sync --mission ${quote}${begun}\t`)).toEqual(["sync", "--mission", name])
      expect(fs.existsSync(path.join(box.project, "hacked"))).toBe(false)
    }
  )

  it("U-16 is offered no name with a line break, and what is behind it does not run", async () => {
    expect(await terminal.type("spec-kitty sync --mission k\t")).toEqual(["sync", "--mission", "k"])
    expect(fs.existsSync(path.join(box.project, "hacked"))).toBe(false)
  })
})

interface Listed {
  readonly missions: ReadonlyArray<{ readonly mission_slug: string }>
  readonly artifacts: ReadonlyArray<{ readonly mission_slug: string; readonly artifact_key: string; readonly is_present: boolean }>
}

describe("what the program answers when a shell asks", () => {
  const everything = (folder: string): ReadonlyArray<string> =>
    fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).sort().map((name) => {
      const file = path.join(folder, name)
      const stat = fs.lstatSync(file)
      return `${name} ${stat.mtimeMs} ${stat.isFile() ? createHash("sha256").update(fs.readFileSync(file)).digest("hex") : ""}`
    })

  it("U-16 the keys before a scan are those that the scan gives, and those of the snapshot after it; asking changes nothing", async () => {
    const sample = sandbox("examples/sample-project")
    try {
      const { artifacts, missions }: Listed = JSON.parse((await sample.run(["dossier", "list", "--all", "--json"])).stdout).data
      expect(missions).toHaveLength(3)
      const keys = async (mission: string) => {
        const { code, stderr, stdout } = await sample.run(["completion", "values", "artifacts", `--mission=${mission}`, "--", ""])
        expect([code, stderr]).toEqual([0, ""])
        return stdout.split("\n").map((line) => line.split("\t")[0])
      }
      const wanted = (mission: string, which: (artifact: Listed["artifacts"][number]) => boolean) =>
        artifacts.filter((it) => it.mission_slug === mission && which(it)).map(({ artifact_key }) => artifact_key)
      const before = everything(sample.directory)
      for (const { mission_slug: mission } of missions) {
        const found = wanted(mission, ({ is_present }) => is_present)
        expect(found.length).toBeGreaterThan(5)
        expect(await keys(mission)).toEqual(expect.arrayContaining(found))
      }
      expect(everything(sample.directory)).toEqual(before)
      expect((await sample.run(["dossier", "scan", "--all"])).code).toBe(0)
      for (const { mission_slug: mission } of missions) {
        expect(await keys(mission)).toEqual(expect.arrayContaining(wanted(mission, () => true)))
      }
    } finally {
      remove(sample)
    }
  })

  it("U-16 is nothing, with exit 0 and not a word, outside a project and to a question that nobody asks", async () => {
    for (const words of [["missions", "--project=/", "--", ""], ["artifacts", "--project=/nowhere", "--", ""], ["secrets", "--", ""], []]) {
      expect(await box.run(["completion", "values", ...words])).toEqual({ code: 0, stdout: "", stderr: "" })
    }
  })
})
