import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { smallMission } from "../fixtures/project.js"
import { remove, type Sandbox } from "./harness.js"
import { sandboxWith } from "./projects.js"

let box: Sandbox
beforeAll(async () => {
  box = sandboxWith({ ...smallMission("001-alpha"), ...smallMission("047-beta"), "payload.json": "{}", "payload two.json": "{}" })
  // Names that a shell would act on, were they put on a line as they are.
  fs.mkdirSync(path.join(box.project, "kitty-specs", "$(touch hacked)"))
  fs.mkdirSync(path.join(box.project, "kitty-specs", "a;touch hacked"))
  fs.writeFileSync(path.join(box.project, "pay$(touch hacked).json"), "{}")
  const { code, stderr, stdout } = await box.run(["completion", "bash"])
  expect([code, stderr]).toEqual([0, ""])
  fs.writeFileSync(path.join(box.directory, "script"), stdout)
})
afterAll(() => remove(box))

/** What bash would offer at the end of the line, as a fresh one says it. No program can be found while it does. */
const offered = (words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const { status, stderr, stdout } = spawnSync("bash", ["--norc", "--noprofile", "-c",
    // eslint-disable-next-line no-template-curly-in-string -- bash's own
    'set -u; source "$1"; shift; PATH=/nowhere; COMP_WORDS=(spec-kitty "$@"); COMP_CWORD=$#; _spec_kitty; [ "${#COMPREPLY[@]}" = 0 ] || printf "%s\\n" "${COMPREPLY[@]}"',
    "bash", path.join(box.directory, "script"), ...words], { cwd: box.project, env: { ...box.env }, encoding: "utf8" })
  expect([status, stderr]).toEqual([0, ""])
  return stdout.split("\n").filter((word) => word !== "")
}

const rows: ReadonlyArray<readonly [line: string, words: ReadonlyArray<string>]> = [
  ["sy", ["sync"]],
  ["sync sta", ["status"]],
  ["sync --wai", ["--wait"]],
  ["sync --all s", ["status", "server"]],
  ["sync --mission ", ["001-alpha", "047-beta"]],
  ["sync --mission = 04", ["047-beta"]],
  ["sync --mission 001-alpha sta", ["status"]],
  ["--project kitty-specs check --mission 0", ["001-alpha", "047-beta"]],
  ["--format ", ["text", "json", "ndjson", "github", "sarif", "junit", "markdown"]],
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
    it(`U-16 bash completes "spec-kitty ${line}" and runs nothing for it`, () => {
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
    ["sync queue ", ["drop", "list", "retry", "show"]],
    ["sync queue list --kind ", ["body", "event"]],
    ["sync --mission ", ["001-alpha", "047-beta"]],
    ["completion ", ["bash", "fish", "zsh"]]
  ])("U-16 fish completes \"spec-kitty %s\"", async (line, words) => {
    const command = ["--no-config", "-c", `source $argv[1]; complete -C "spec-kitty ${line}"`, await scriptFor("fish")]
    const { stderr, stdout } = spawnSync("fish", command, { cwd: box.project, env: { ...box.env }, encoding: "utf8" })
    expect(stderr).toBe("")
    expect(stdout.split("\n").map((row) => row.split("\t")[0]).filter((word) => word !== "").sort()).toEqual(words)
    expect(fs.existsSync(path.join(box.project, "hacked"))).toBe(false)
  })
})
