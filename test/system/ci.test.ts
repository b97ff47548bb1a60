import { afterEach, describe, expect, it } from "vitest"
import { spawn, spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import * as Schema from "effect/Schema"
import { parse } from "yaml"
import { CheckEnvelope, ErrorEnvelope } from "../../src/programs/cli/envelopes.js"
import { type Files, metaJson, smallMission } from "../fixtures/project.js"
import { decodeSarif } from "../fixtures/sarifShape.js"
import { binary, collect, type Ran, remove, type Sandbox } from "./harness.js"
import { sandboxWith } from "./projects.js"

const root = path.join(import.meta.dirname, "..", "..")
const textOf = (...names: ReadonlyArray<string>): string => fs.readFileSync(path.join(root, ...names), "utf8")

/** At step plan, without the tasks.md that it asks for. */
const lacking: Files = { ...smallMission("001-a"), "README.md": "x" }
const whole: Files = { ...lacking, "kitty-specs/001-a/tasks.md": "# Tasks\n" }

interface Box extends Sandbox {
  readonly shell: (script: string, env?: Record<string, string>) => Promise<Ran>
  readonly file: (...names: ReadonlyArray<string>) => string
}
const boxes: Array<Sandbox> = []

/** A git repository with `spec-kitty` on the path, as a runner or a developer has it. */
const repository = async (files: Files): Promise<Box> => {
  const box = sandboxWith(files)
  boxes.push(box)
  const tools = path.join(box.directory, "tools")
  fs.mkdirSync(tools)
  fs.writeFileSync(path.join(tools, "spec-kitty"), `#!/bin/sh\nexec "${process.execPath}" "${binary}" "$@"\n`, { mode: 0o755 })
  const base = { ...box.env, PATH: `${tools}:${box.env["PATH"] ?? ""}`, GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.org", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.org" }
  const shell: Box["shell"] = (script, env = {}) =>
    collect(spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], { cwd: box.project, env: { ...base, ...env } }))
  await shell("git init -q -b main . && git add -A && git commit -q -m start")
  return { ...box, shell, file: (...names) => path.join(box.project, ...names) }
}

afterEach(() => boxes.splice(0).forEach(remove))

const Steps = Schema.Array(Schema.Struct({
  name: Schema.optional(Schema.String),
  if: Schema.optional(Schema.String),
  uses: Schema.optional(Schema.String),
  run: Schema.optional(Schema.String),
  shell: Schema.optional(Schema.String),
  env: Schema.optionalWith(Schema.Record({ key: Schema.String, value: Schema.String }), { default: () => ({}) })
}))
const decodeWorkflow = Schema.decodeUnknownSync(Schema.Struct({ jobs: Schema.Record({ key: Schema.String, value: Schema.Struct({ steps: Steps }) }) }))
const decodeAction = Schema.decodeUnknownSync(Schema.Struct({
  name: Schema.NonEmptyString,
  description: Schema.NonEmptyString,
  inputs: Schema.Record({ key: Schema.String, value: Schema.Struct({ description: Schema.NonEmptyString, default: Schema.String }) }),
  runs: Schema.Struct({ using: Schema.Literal("composite"), steps: Steps })
}))

interface JobRun {
  readonly failed: boolean
  readonly log: string
  readonly steps: ReadonlyArray<{ readonly name: string; readonly code: number | null }>
}

/** Runs the steps as a runner does: after a failure only those that always run. Steps that use an action are left out. */
const runSteps = async (box: Box, steps: typeof Steps.Type, env: Record<string, string>, inputs: Record<string, string> = {}): Promise<JobRun> => {
  let failed = false
  let log = ""
  const ran: Array<JobRun["steps"][number]> = []
  for (const step of steps) {
    if (step.run === undefined || (failed && step.if !== "always()")) continue
    const given = Object.entries(step.env).map(([name, value]) =>
      [name, value.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/g, (_, input: string) => inputs[input] ?? "")])
    const { code, stderr, stdout } = await box.shell(step.run, { ...env, ...Object.fromEntries(given) })
    log += stdout + stderr
    ran.push({ name: step.name ?? "", code })
    failed ||= code !== 0
  }
  return { failed, log, steps: ran }
}

const github = (box: Box) => ({ GITHUB_ACTIONS: "true", CI: "true", GITHUB_STEP_SUMMARY: path.join(box.directory, "summary.md") })
const annotation = "::error file=kitty-specs/001-a/tasks.md,title=A required artifact is missing (required-missing)::" +
  "tasks.md is required at step plan, and it is not there.%0ANext: write tasks.md"

describe("the workflow of examples/ci", () => {
  const { steps } = decodeWorkflow(parse(textOf("examples", "ci", "github-workflow.yml"))).jobs["check"] ?? { steps: [] }

  it("U-40 U-38 fails on findings, with annotations, a summary and a report to upload", async () => {
    const box = await repository(lacking)
    const { failed, log, steps: ran } = await runSteps(box, steps, github(box))
    expect(ran.map(({ code }) => code)).toEqual([0, 3, 0])
    expect(failed).toBe(true)
    expect(log.split("\n")).toContain(annotation)
    const [{ invocations, results }] = decodeSarif(fs.readFileSync(box.file("spec-kitty.sarif"), "utf8")).runs
    expect([results.map(({ ruleId }) => ruleId), invocations[0]?.exitCode]).toEqual([["required-missing"], 3])
    expect(fs.readFileSync(github(box).GITHUB_STEP_SUMMARY, "utf8")).toContain("## spec-kitty check: failed")
  })

  it("U-40 passes where nothing is wrong", async () => {
    const box = await repository(whole)
    const { failed, log } = await runSteps(box, steps, github(box))
    expect(failed, log).toBe(false)
    expect(log).not.toContain("::")
    expect(decodeSarif(fs.readFileSync(box.file("spec-kitty.sarif"), "utf8")).runs[0].results).toEqual([])
  })

  it("U-40 G-H1 where the check itself fails, the job fails and no report is left that could be taken for a pass", async () => {
    const box = await repository({ "README.md": "no project" })
    const { steps: ran } = await runSteps(box, steps, github(box))
    expect(ran.map(({ code }) => code)).toEqual([0, 10, 10])
    expect(fs.existsSync(box.file("spec-kitty.sarif"))).toBe(false)
  })
})

describe("the action", () => {
  const action = decodeAction(parse(textOf("action.yml")))
  const defaults = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default]))
  const act = (box: Box, inputs: Record<string, string> = {}) => runSteps(box, action.runs.steps, github(box), { ...defaults, ...inputs })

  it("U-40 every step names its shell, and nothing of an input is read as a script", async () => {
    for (const { run = "", shell } of action.runs.steps) expect([shell, run.includes("${{")]).toEqual(["bash", false])
    const box = await repository(whole)
    const { steps } = await act(box, { mission: "x\"; touch planted; echo \"", require: "complete$(touch planted)" })
    expect(steps.at(-1)?.code).toBe(2)
    expect(fs.existsSync(box.file("planted"))).toBe(false)
  })

  it("U-40 U-38 writes annotations and the SARIF file, and fails on findings", async () => {
    const box = await repository(lacking)
    const { failed, log } = await act(box, { "sarif-file": "out.sarif" })
    expect(failed).toBe(true)
    expect(log.split("\n")).toContain(annotation)
    expect(decodeSarif(fs.readFileSync(box.file("out.sarif"), "utf8")).runs[0].results).toHaveLength(1)
  })

  it("U-40 U-07 takes a mission and --strict", async () => {
    const box = await repository({ ...whole, ...smallMission("002-b"), "kitty-specs/001-a/odd.xyz": "x" })
    expect((await act(box, { mission: "001-a" })).failed).toBe(false)
    expect((await act(box, { mission: "001-a", strict: "true" })).failed).toBe(true)
    expect((await act(box)).failed).toBe(true)
  })

  it("U-40 leaves no SARIF file where the check itself fails", async () => {
    const box = await repository({ "README.md": "no project" })
    expect((await act(box, { "sarif-file": "out.sarif" })).steps.at(-1)?.code).toBe(10)
    expect(fs.existsSync(box.file("out.sarif"))).toBe(false)
  })
})

describe("the pre-commit hook", () => {
  const install = (box: Box) => fs.copyFileSync(path.join(root, "examples", "ci", "pre-commit"), box.file(".git", "hooks", "pre-commit"))

  it("U-40 refuses a commit that lacks what the step requires, and takes it once it is staged", async () => {
    const box = await repository({ "README.md": "x" })
    install(box)
    for (const [name, content] of Object.entries(lacking)) {
      fs.mkdirSync(path.dirname(box.file(name)), { recursive: true })
      fs.writeFileSync(box.file(name), content)
    }
    const refused = await box.shell("git add -A && git commit -q -m lacking")
    expect(refused.code).not.toBe(0)
    expect(refused.stdout + refused.stderr).toContain("kitty-specs/001-a/tasks.md:1:1: error: tasks.md is required at step plan")
    // In the working tree alone it does not count.
    fs.writeFileSync(box.file("kitty-specs/001-a/tasks.md"), "# Tasks\n")
    expect((await box.shell("git commit -q -m unstaged")).code).not.toBe(0)
    const taken = await box.shell("git add -A && git commit -q -m whole")
    expect([taken.code, taken.stderr]).toEqual([0, expect.stringMatching(/complete +passed/)])
    expect((await box.shell("git log --format=%s")).stdout).toBe("whole\nstart\n")
  })

  it("U-40 is silent in a repository without missions, and says what is missing where spec-kitty is not installed", async () => {
    const box = await repository({ "README.md": "x" })
    install(box)
    expect((await box.shell("echo y > README.md && git commit -q -am docs")).code).toBe(0)
    const absent = await box.shell("echo z > README.md && git commit -q -am docs", { PATH: "/usr/bin:/bin" })
    expect(absent.code).not.toBe(0)
    expect(absent.stderr).toContain("spec-kitty is not installed")
  })

  it("U-40 the framework's hook runs a line that exists", async () => {
    const hooks = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ entry: Schema.String, language: Schema.Literal("system") })))(
      parse(textOf(".pre-commit-hooks.yaml"))
    )
    const box = await repository(lacking)
    expect(hooks).toHaveLength(1)
    for (const { entry } of hooks) expect((await box.shell(entry)).code).toBe(3)
  })
})

describe("every state", () => {
  const states: Readonly<Record<string, Files>> = {
    "a whole project": whole,
    "something missing": lacking,
    "no missions": { "kitty-specs/readme.txt": "" },
    "a meta.json that is none": { "kitty-specs/001-a/meta.json": "{" },
    "a field of old": { "kitty-specs/001-a/meta.json": `{"feature_slug":"x"}` },
    "no type": { "kitty-specs/001-a/meta.json": metaJson("001-a", { mission_type: null }) },
    "a manifest that is none": { ...whole, ".kittify/missions/software-dev/expected-artifacts.yaml": "[" },
    "a state machine that is none": { ...whole, ".kittify/missions/software-dev/mission.yaml": "states: 1" },
    "settings that are none": { ...whole, ".kittify/config.yaml": "project: [" },
    "no project": { "README.md": "x" },
    "names for every format": {
      ...lacking, "kitty-specs/001-a/a%0A::error::b,c:d|e<b>&\"'\n##[error]\u001b[31m\u202e.xyz": "x", "kitty-specs/001-a/日本 語.xyz": "x"
    }
  }
  const decode = Schema.decodeUnknownSync(Schema.parseJson(Schema.Union(CheckEnvelope, ErrorEnvelope)))
  const parsesAsXml = "import sys, xml.etree.ElementTree as E; E.parse(sys.stdin.buffer)"

  it.each(Object.entries(states))("G-H2 U-38 %s: JSON is one value, a report is whole or absent, the exit code is one of them", async (_, files) => {
    const box = await repository(files)
    const require = "--require complete,clean-contract,delivered"
    const json = await box.shell(`spec-kitty check ${require} --json`)
    const envelope = decode(json.stdout)
    expect([json.stderr, envelope.exit_code, envelope.ok]).toEqual(["", json.code, json.code === 0])
    expect([0, 1, 3, 10]).toContain(json.code)
    const judged = envelope.data !== null
    const reports = await Promise.all(["github", "sarif", "junit", "markdown"].map(async (format) =>
      ({ format, ...await box.shell(`spec-kitty check ${require} --format ${format}`) })))
    for (const { code, format, stderr, stdout } of reports) {
      expect([format, code, stderr === "", stdout !== ""], stderr).toEqual([format, json.code, judged, judged])
      if (judged && format === "sarif") decodeSarif(stdout)
      if (judged && format === "junit") expect(spawnSync("python3", ["-c", parsesAsXml], { input: stdout }).status).toBe(0)
    }
  })
})
