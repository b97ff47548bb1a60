import { spawn, type ChildProcess } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import * as readline from "node:readline"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import * as Schema from "effect/Schema"
import type { Ledger } from "../../src/domain/receiver/Ledger.js"
import { leftBehind } from "../emitted/leftBehind.js"
import { printed } from "../emitted/tap.js"
import { secret } from "../fixtures/secrets.js"
import { LedgerEnvelope, SyncEnvelope } from "../../src/programs/cli/envelopes.js"

/** The built binary, as a user runs it. */
export const binary = fileURLToPath(new URL("../../dist/bin/bin.js", import.meta.url))

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Sandbox {
  readonly directory: string
  readonly project: string
  readonly env: Record<string, string>
  readonly start: (args: ReadonlyArray<string>) => ChildProcess
  readonly run: (args: ReadonlyArray<string>) => Promise<Ran>
}

/** Waits for the end of a child, however it comes, and returns all that it said. */
export const collect = async (child: ChildProcess): Promise<Ran> => {
  let stdout = ""
  let stderr = ""
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text))
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text))
  await once(child, "close")
  printed([...stdout.split("\n"), ...stderr.split("\n")])
  return { code: child.exitCode, stdout, stderr }
}

/** A copy of `source` in a temporary folder, with per-user state of its own. */
export const sandbox = (source: string, env: Record<string, string> = {}): Sandbox => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-system-"))
  const project = path.join(directory, "project")
  fs.cpSync(source, project, { recursive: true })
  const all = {
    PATH: process.env["PATH"] ?? "",
    HOME: path.join(directory, "user"),
    SPEC_KITTY_HOME: path.join(directory, "home"),
    SPEC_KITTY_TOKEN: secret("system"),
    GIT_CEILING_DIRECTORIES: directory,
    LANG: "C.UTF-8",
    ...env
  }
  const start = (args: ReadonlyArray<string>) => spawn(process.execPath, [binary, ...args], { cwd: project, env: all })
  const run = (args: ReadonlyArray<string>) => collect(start(args))
  return { directory, project, env: all, start, run }
}

const decodeSync = Schema.decodeUnknownSync(Schema.parseJson(SyncEnvelope))
export type Synced = typeof SyncEnvelope.Type

/** `sync ARGS --json`, decoded by the schema that the command publishes. */
export const syncJson = async (box: Sandbox, args: ReadonlyArray<string>): Promise<Synced> =>
  decodeSync((await box.run(["sync", ...args, "--json"])).stdout)

export const remove = (box: Sandbox): void => {
  leftBehind(box.directory)
  fs.rmSync(box.directory, { recursive: true, force: true })
}

export interface RunningReceiver {
  readonly url: string
  readonly port: string
  readonly stop: () => Promise<void>
}

/** `receiver serve` on the sandbox's ledger file; resolves once its first line says where it listens. */
export const receiver = async (box: Sandbox, args: ReadonlyArray<string> = []): Promise<RunningReceiver> => {
  const child = box.start(["receiver", "serve", "--db", ledgerFile(box), ...args])
  let stderr = ""
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text))
  if (child.stdout === null) throw new Error("no stdout")
  const lines = readline.createInterface({ input: child.stdout })
  const first = await Promise.race([once(lines, "line"), once(child, "close").then(() => [""])])
  if (first[0] === "") throw new Error(`receiver did not start: ${stderr}`)
  const { url } = JSON.parse(String(first[0]))
  const stop = async () => {
    if (child.exitCode !== null) return
    const closed = once(child, "close")
    child.kill("SIGTERM")
    await closed
  }
  return { url, port: new URL(url).port, stop }
}

export const ledgerFile = (box: Sandbox): string => path.join(box.directory, "receiver.db")

const decodeLedger = Schema.decodeUnknownSync(Schema.parseJson(LedgerEnvelope))

export const ledger = async (box: Sandbox): Promise<Ledger> => {
  const { data } = decodeLedger((await box.run(["receiver", "ledger", "--db", ledgerFile(box), "--json"])).stdout)
  if (data === null) throw new Error("no ledger yet")
  return data
}

/** Waits for a condition, bounded in count: a poll, not a wall-clock assertion. */
export const until = async (condition: () => Promise<boolean>, what: string): Promise<void> => {
  for (let tries = 0; tries < 600; tries++) {
    if (await condition()) return
    await pause(50)
  }
  throw new Error(`never came true: ${what}`)
}

/** SHA-256 of the file on disk, computed apart from the product. */
export const diskHash = (box: Sandbox, mission: string, file: string): string =>
  createHash("sha256").update(fs.readFileSync(path.join(box.project, "kitty-specs", mission, file))).digest("hex")

interface Uploaded {
  readonly mission: string
  readonly path: string
  readonly hash: string | null
}

/** Every body that a report says is with the receiver. */
export const confirmed = ({ data }: Synced, outcomes: ReadonlyArray<string>): ReadonlyArray<Uploaded> =>
  (data?.missions ?? []).flatMap(({ bodies, namespace }) =>
    bodies
      .filter(({ outcome }) => outcomes.includes(outcome))
      .map(({ artifact_path, content_hash }) => ({
        mission: namespace.mission_slug,
        path: artifact_path,
        hash: content_hash
      })))

/** What differs between ledger, report and disk; empty where every artifact is there once with the disk's hash. */
export const differences = (
  box: Sandbox,
  uploads: ReadonlyArray<Uploaded>,
  { bodies }: Ledger
): ReadonlyArray<string> => {
  const wrong = uploads.flatMap(({ mission, path: file, hash }) => {
    const there = bodies.filter((it) => it.namespace.mission_slug === mission && it.path === file)
    const disk = diskHash(box, mission, file)
    const [only, ...others] = there
    if (only === undefined || others.length > 0) return [`${mission}/${file}: ${there.length} times in the ledger`]
    return only.hash === disk && hash === disk ? [] : [`${mission}/${file}: hashes differ`]
  })
  return bodies.length === uploads.length ? wrong : [...wrong, `${bodies.length} in the ledger, ${uploads.length} in the report`]
}
