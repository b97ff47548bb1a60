import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { ScanMissionsOptions } from "../../../src/programs/dossier/scanMissions.js"
import { commandHelps, commandNames, type Handlers } from "../../../src/programs/cli/app.js"
import type { SyncRequest } from "../../../src/programs/cli/commands/sync.js"
import { ErrorEnvelope, HelpEnvelope, VersionEnvelope } from "../../../src/programs/cli/envelopes.js"
import { globalFlagNames } from "../../../src/programs/cli/globalFlags.js"
import { globalFlagHelp } from "../../../src/programs/cli/help.js"
import { exitCodeRows } from "../../../src/programs/cli/helpTopics.js"
import { exitCodes } from "../../../src/domain/exitCode.js"
import { terminal, type } from "./support.js"

/** Runs a line whose command only remembers what it was asked for. */
const asked = (line: string | ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const requests: Array<unknown> = []
    const remember = (name: string) => (request: unknown) =>
      Effect.sync(() => {
        requests.push([name, request])
        return 0
      })
    const handlers: Handlers = {
      scan: remember("scan"),
      errorHelp: remember("errorHelp"),
      explain: remember("explain"),
      identity: remember("identity"),
      dossierList: remember("dossierList"),
      dossierShow: remember("dossierShow"),
      snapshotExport: remember("snapshotExport"),
      snapshotVerify: remember("snapshotVerify"),
      sync: remember("sync"),
      syncStatus: remember("syncStatus"),
      syncServer: remember("syncServer"),
      syncDiagnose: remember("syncDiagnose"),
      syncQueueList: remember("syncQueueList"),
      syncQueueShow: remember("syncQueueShow"),
      syncQueueRetry: remember("syncQueueRetry"),
      syncQueueDrop: remember("syncQueueDrop"),
      authLogin: remember("authLogin"),
      authLogout: remember("authLogout"),
      authStatus: remember("authStatus"),
      authToken: remember("authToken"),
      missionCreate: remember("missionCreate"),
      trackerResources: remember("trackerResources"),
      trackerBind: remember("trackerBind"),
      trackerStatus: remember("trackerStatus"),
      receiverServe: remember("receiverServe"),
      receiverLedger: remember("receiverLedger"),
      configList: remember("configList"),
      contractShow: remember("contractShow"),
      contractCheck: remember("contractCheck"),
      contractVerify: remember("contractVerify"),
      contractExport: remember("contractExport"),
      check: remember("check"),
      status: remember("status"),
      doctor: remember("doctor"),
      purge: remember("purge"),
      bugreport: remember("bugreport"),
      completion: remember("completion"),
      man: remember("man"),
      upgrade: remember("upgrade"),
      demo: remember("demo")
    }
    const captured = yield* type(line, { handlers })
    return { ...captured, requests }
  })

const aSync: SyncRequest = {
  selection: { _tag: "Default" },
  wait: null,
  requireDelivered: false,
  offline: false,
  concurrency: null,
  dryRun: false,
  report: null,
  strict: "default",
  strictSkips: false,
  allowFailure: false,
  maxBodyBytes: null,
    rescanEvery: null
}
const aScan: ScanMissionsOptions = { selection: { _tag: "Default" }, step: null, emit: true }

describe("what a line means", () => {
  const serve = { port: 0, db: null, tokens: [], accounts: [], faults: [] }
  const rows: ReadonlyArray<readonly [line: string, name: string, request: unknown]> = [
    ["sync", "sync", aSync],
    ["sync now", "sync", aSync],
    ["sync now --dry-run --report out.json", "sync", { ...aSync, dryRun: true, report: "out.json" }],
    ["sync --strict --strict-skips --allow-failure", "sync", { ...aSync, strict: "on", strictSkips: true, allowFailure: true }],
    ["sync --no-strict --max-bytes 1000", "sync", { ...aSync, strict: "off", maxBodyBytes: 1000 }],
    ["sync --offline now", "sync", { ...aSync, offline: true }],
    ["sync --mission status", "sync", { ...aSync, selection: { _tag: "One", selector: "status" } }],
    ["sync --mission=now --wait 30s", "sync", {
      ...aSync,
      selection: { _tag: "One", selector: "now" },
      wait: Duration.seconds(30)
    }],
    ["--require-delivered sync --all --concurrency 3", "sync", {
      ...aSync,
      selection: { _tag: "All" },
      requireDelivered: true,
      concurrency: 3
    }],
    ["dossier scan", "scan", aScan],
    ["dossier --no-emit scan --step plan", "scan", { ...aScan, step: "plan", emit: false }],
    ["sync status", "syncStatus", { check: false }],
    ["sync server", "syncServer", { _tag: "Show" }],
    ["sync server https://kitty.example", "syncServer", { _tag: "Set", url: "https://kitty.example" }],
    ["sync server --clear", "syncServer", { _tag: "Clear" }],
    ["sync server status", "syncServer", { _tag: "Set", url: "status" }],
    ["sync server -- --json", "syncServer", { _tag: "Set", url: "--json" }],
    ["tracker resources --provider linear", "trackerResources", { provider: "linear" }],
    ["tracker bind", "trackerBind", { provider: null, candidate: null, dryRun: false }],
    ["tracker bind --provider jira --candidate 2 --dry-run", "trackerBind", { provider: "jira", candidate: 2, dryRun: true }],
    ["tracker status", "trackerStatus", null],
    ["sync diagnose", "syncDiagnose", { mission: null, limit: 100, report: null }],
    ["sync --mission 047 diagnose --limit=7 --report out.json", "syncDiagnose", { mission: "047", limit: 7, report: "out.json" }],
    ["auth login", "authLogin", { username: null, passwordStdin: false, server: null }],
    ["auth login --username ana --password-stdin --server https://kitty.example", "authLogin", {
      username: "ana", passwordStdin: true, server: "https://kitty.example"
    }],
    ["auth logout", "authLogout", null],
    ["auth status --check", "authStatus", { check: true }],
    ["auth token --json", "authToken", null],
    ["receiver serve", "receiverServe", serve],
    ["receiver serve --port 8080 --token a --token=-b --fault offline --db r.db", "receiverServe", {
      port: 8080,
      db: "r.db",
      tokens: ["a", "-b"],
      accounts: [],
      faults: ["offline"]
    }],
    ["receiver serve --account ana:pw", "receiverServe", { ...serve, accounts: [Redacted.make("ana:pw")] }],
    ["receiver ledger --db r.db", "receiverLedger", { db: "r.db" }],
    ["agent mission create invoice-export", "missionCreate", {
      slug: "invoice-export", missionType: "software-dev", targetBranch: null, friendlyName: null
    }],
    ["agent --target-branch release/2.x mission create a --mission-type=plan --friendly-name A", "missionCreate", {
      slug: "a", missionType: "plan", targetBranch: "release/2.x", friendlyName: "A"
    }],
    ["demo --keep", "demo", { keep: true }]
  ]
  for (const [line, name, request] of rows) {
    it.effect(`spec-kitty ${line}`, () =>
      Effect.gen(function*() {
        const { exitCode, requests, stderr } = yield* asked(line)
        expect(stderr).toEqual([])
        expect(requests).toEqual([[name, request]])
        expect(exitCode).toBe(0)
      }))
  }
})

describe("U-20 wrong usage ends with exit 2, is told once and runs nothing", () => {
  const rows: ReadonlyArray<readonly [line: string, said: RegExp]> = [
    ["bogus", /has no command "bogus"[^]*next {2}spec-kitty help/],
    ["snyc", /did you mean: spec-kitty sync$/],
    ["sync stauts", /spec-kitty sync has no command "stauts"[^]*did you mean: spec-kitty sync status$/],
    ["dossier", /spec-kitty dossier needs a command[^]*its commands are list, scan, show/],
    ["sync --mision x", /has no flag --mision[^]*did you mean: --mission$/],
    ["sync --jsno", /did you mean: --json$/],
    ["sync status --offline", /spec-kitty sync status has no flag --offline/],
    ["sync --wait", /--wait needs a value/],
    ["sync --wait --json", /--wait needs a value/],
    ["sync --wait 5", /--wait must be a duration such as 500ms, 30s, 2m or 1h/],
    ["sync --concurrency 0", /--concurrency must be a whole number from 1 to 64/],
    ["sync --concurrency 1e1", /--concurrency must be a whole number/],
    ["sync --all=yes", /--all takes no value/],
    ["sync --all --mission 047", /--mission and --all can't be given together/],
    ["sync server https://a https://b", /one argument too many: "https:\/\/b"/],
    ["sync server https://a --clear", /can't be given together/],
    ["auth", /spec-kitty auth needs a command[^]*login, logout, status, token/],
    ["auth login --password x", /has no flag --password[^]*did you mean: --password-stdin/],
    ["sync -- now", /takes no argument "now"/],
    ["receiver ledger", /--db is needed/],
    ["help bogus", /There is no help on "bogus"/],
    ["bogus --help", /has no command "bogus"/],
    ["sync --format yaml", /--format can't be "yaml"[^]*one of text, json/],
    ["sync --json=1", /--json takes no value/],
    ["sync -C", /-C needs a value/],
    ["sync --completions bash", /has no flag --completions/],
    ["sync --wizard", /has no flag --wizard/],
    ["-x", /spec-kitty has no flag -x/]
  ]
  for (const [line, said] of rows) {
    it.effect(`spec-kitty ${line}`, () =>
      Effect.gen(function*() {
        const { exitCode, stderr, stdout } = yield* type(line)
        expect(exitCode).toBe(2)
        if (line.includes("--json") && !line.includes("--json=")) return expect(stdout.join("")).toMatch(/needs a value/)
        expect(stdout).toEqual([])
        expect(stderr).toHaveLength(1)
        expect(stderr[0]).toMatch(said)
        return expect(stderr[0]).toMatch(/^error USAGE-01: /)
      }))
    it.effect(`U-01 U-02 the same as JSON: spec-kitty ${line} --json`, () =>
      Effect.gen(function*() {
        const { exitCode, stderr, stdout } = yield* type(["--json", ...line.split(" ")])
        if (line === "sync --format yaml") return
        expect(exitCode).toBe(2)
        expect(stderr).toEqual([])
        expect(stdout).toHaveLength(1)
        const envelope = yield* Schema.decode(Schema.parseJson(Schema.Union(ErrorEnvelope, HelpEnvelope)))(stdout[0] ?? "")
        expect(envelope).toMatchObject({ ok: false, exit_code: 2, data: null, diagnostics: [{ severity: "error" }] })
      }))
  }
})

describe("I-01 U-20 names from before the cutover are unknown, and nothing is offered in their place", () => {
  const commands = ["create-feature", "feature-state", "accept-feature", "merge-feature"]
  const groups = ["agent", "agent mission", "dossier"].flatMap((group) => commands.map((command) => `${group} ${command}`))
  for (const line of [...commands, ...groups, ...commandNames.map((name) => `${name} --feature x`), "sync --feature=x"]) {
    it.effect(`spec-kitty ${line}`, () =>
      Effect.gen(function*() {
        const { exitCode, stderr } = yield* type(line)
        expect(exitCode).toBe(2)
        expect(stderr.join("\n")).toMatch(/has no (flag --feature|command "[a-z]+-feature"|command "feature-state")/)
        expect(stderr.join("\n")).not.toMatch(/did you mean/)
      }))
  }
})

/** A line's words as a shell takes them apart, with "several words" as one. */
const wordsOf = (line: string): ReadonlyArray<string> =>
  [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word)

describe("help", () => {
  for (const { examples, path } of commandHelps) {
    const words = path.join(" ")
    it.effect(`spec-kitty ${words} --help shows every example, and each example is a line that is understood`, () =>
      Effect.gen(function*() {
        const { exitCode, stderr, stdout } = yield* type(`${words} --help`)
        expect([exitCode, stderr]).toEqual([0, []])
        expect(examples.length).toBeGreaterThan(0)
        for (const [line] of examples) {
          expect(stdout.join("\n")).toContain(`$ ${line}`)
          const [program, ...rest] = wordsOf(line)
          expect(program).toBe("spec-kitty")
          expect((yield* asked(rest)).exitCode).toBe(0)
        }
        expect((yield* type(`help ${words}`)).stdout).toEqual(stdout)
      }))
  }
  it.effect("without a command it lists every command and every global flag", () =>
    Effect.gen(function*() {
      const [text = ""] = (yield* type("")).stdout
      for (const name of commandNames) expect(text).toContain(`  ${name}  `)
      for (const flag of globalFlagNames) expect(globalFlagHelp.some(({ label }) => label.includes(flag))).toBe(true)
    }))
  it.effect("--help wins over what is wrong elsewhere on the line", () =>
    Effect.map(type("sync --bogus --mission 047 --help"), ({ exitCode, stdout }) => {
      expect(exitCode).toBe(0)
      expect(stdout[0]).toMatch(/^spec-kitty sync: /)
    }))
  it.effect("U-06 help exit-codes lists every code there is", () =>
    Effect.map(type("help exit-codes"), ({ stdout }) => {
      const listed = exitCodeRows.flatMap(([codes]) => codes.split(", ").map(Number))
      expect(new Set(listed)).toEqual(new Set(Object.values(exitCodes)))
      for (const [codes, meaning] of exitCodeRows) expect(stdout[0]).toMatch(new RegExp(`${codes} +${meaning.slice(0, 20)}`))
    }))
  for (const topic of ["environment", "json", "exit-codes"]) {
    it.effect(`U-01 help ${topic} --json is one value; with --ascii the text is ASCII`, () =>
      Effect.gen(function*() {
        const { stdout } = yield* type(`help ${topic} --json`)
        expect(stdout).toHaveLength(1)
        const envelope = yield* Schema.decode(Schema.parseJson(HelpEnvelope))(stdout[0] ?? "")
        expect(envelope.data?.topic).toBe(topic)
        expect((yield* type(`help ${topic} --ascii`)).stdout.join("")).toMatch(/^[\n -~]*$/)
      }))
  }
  it.effect("U-09 help has no ANSI, not even at a terminal", () =>
    Effect.map(
      type("sync --help", { terminal: terminal({}, { stdout: true, stderr: true }) }),
      // eslint-disable-next-line no-control-regex -- the escape character is what must not be there
      ({ stdout }) => expect(stdout.join("")).not.toMatch(/\u001b/)
    ))
  it.effect("version, however it is asked for", () =>
    Effect.gen(function*() {
      for (const line of ["version", "--version", "-q version", "sync --version"]) {
        expect((yield* type(line)).stdout).toEqual(["1.2.3"])
      }
      const { stdout } = yield* type("version --json")
      expect((yield* Schema.decode(Schema.parseJson(VersionEnvelope))(stdout[0] ?? "")).data).toEqual({ version: "1.2.3" })
    }))
})
