import * as fs from "node:fs"
import { setTimeout as pause } from "node:timers/promises"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { Diagnostic } from "../../src/domain/Diagnostic.js"
import { ScanReport } from "../../src/domain/dossier/ScanReport.js"
import { QueueList } from "../../src/domain/sync/QueueReports.js"
import { SyncReport, SyncStatus } from "../../src/domain/sync/SyncReport.js"
import type { UpgradePlan } from "../../src/domain/upgrade/UpgradePlan.js"
import { UpgradeReport } from "../../src/domain/upgrade/UpgradeReport.js"
import { treeDifferences, treeOf } from "../fixtures/legacy/writeLegacyProject.js"
import { collect, ledger, receiver, remove, type Sandbox } from "./harness.js"
import { type LegacyWorld, legacyWorld, queueDigests } from "./legacyWorld.js"

/** Names a promise and says whether it held. */
type Check = (promise: string, holds: boolean, seen: unknown) => void

/** `ARGS --json`, with `data` decoded by the schema that the command publishes. */
const json = async <A, I>(data: Schema.Schema<A, I>, { run }: Sandbox, ...args: ReadonlyArray<string>) => {
  const { code, stderr, stdout } = await run([...args, "--json"])
  const decode = Schema.decodeUnknownEither(Schema.parseJson(Schema.Struct({ data, diagnostics: Schema.Array(Diagnostic) })))
  return Either.match(decode(stdout), {
    onLeft: (cause) => {
      throw new Error(`${args.join(" ")} (exit ${code}) printed: ${stdout}${stderr}\n${cause.message}`)
    },
    onRight: (answer) => ({ code, ...answer })
  })
}

const upgrade = async (box: Sandbox, ...flags: ReadonlyArray<string>) => {
  const { code, data, diagnostics } = await json(UpgradeReport, box, "upgrade", ...flags)
  return { code, diagnostics, plan: data.plan, upgraded: data.upgraded }
}

/** The plan without what is made up anew each time. */
const steady = (plan: UpgradePlan | null) => JSON.stringify({ ...plan, backup_dir: null })

const rowsOf = (plan: UpgradePlan | null): number =>
  (plan?.queues ?? []).reduce((sum, { bodies, events }) =>
    sum + bodies.to_copy + bodies.to_quarantine + events.to_copy + events.to_quarantine, 0)

const statusOf = async (box: Sandbox) => {
  const { data: { bodies, events } } = await json(SyncStatus, box, "sync", "status")
  return (state: string): number => (events[state] ?? 0) + (bodies[state] ?? 0)
}

/** Done, or done with findings: something was named and left alone. */
const isDone = (code: number | null): boolean => code === 0 || code === 3

const refuses = async ({ box }: LegacyWorld, check: Check): Promise<void> => {
  const refused = await box.run(["sync", "--all"])
  check("sync refuses the legacy project with exit code 8", refused.code === 8, refused)
  check("the refusal names spec-kitty upgrade", refused.stderr.includes("spec-kitty upgrade"), refused.stderr)
}

/** Shows the plan and changes nothing. Returns the plan. */
const plans = async ({ bodies, box, events }: LegacyWorld, check: Check): Promise<UpgradePlan | null> => {
  const before = treeOf(box.directory)
  const { plan } = await upgrade(box, "--dry-run")
  // SQLite makes these beside a database that is only read, and they hold nothing then.
  const changed = treeDifferences(before, treeOf(box.directory)).filter((name) => !/-(wal|shm)$/.test(name))
  check("upgrade --dry-run changes nothing on disk", changed.length === 0, changed)
  check(`the plan has all ${bodies.length + events.length} rows`, rowsOf(plan) === bodies.length + events.length, plan?.queues)
  return plan
}

const inSpecs = (name: string): boolean => name.startsWith("kitty-specs/")

/** Does what the plan says. Returns how long that took, in milliseconds. */
const upgrades = async (world: LegacyWorld, check: Check): Promise<number> => {
  const { bodies, box, events } = world
  const plan = await plans(world, check)
  const [before, legacy] = [treeOf(box.project), queueDigests(world)]
  const start = performance.now()
  const done = await upgrade(box)
  const took = performance.now() - start
  check("upgrade ends well", isDone(done.code), done.diagnostics)
  check("it shows the plan of the dry run", steady(done.plan) === steady(plan), [plan, done.plan])
  const [ours, others] = [done.upgraded?.events, done.upgraded?.bodies]
  const over = [ours?.copied, ours?.quarantined, others?.copied, others?.quarantined].reduce<number>((sum, count) => sum + (count ?? 0), 0)
  check("every row came over, copied or quarantined", over === bodies.length + events.length, done.upgraded)
  const changed = treeDifferences(before, treeOf(box.project)).filter(inSpecs)
  const named = (plan?.files ?? []).map(({ path }) => path).filter(inSpecs).sort()
  check("below kitty-specs just the files of the plan changed", String(changed) === String(named), { changed, named })
  check("the legacy queues are untouched", String(queueDigests(world)) === String(legacy), legacy)
  const again = await upgrade(box)
  check("a second upgrade has nothing to do", again.code === done.code && again.plan?.isEmpty === true, again.plan)
  return took
}

/** What the receiver has of the rows that were pending. */
const arrivals = async ({ bodies, box, events }: LegacyWorld) => {
  const there = await ledger(box)
  const eventIds = new Set(there.events.map(({ event_id }) => event_id))
  const nameOf = (...parts: ReadonlyArray<string>) => parts.join("\0")
  const hashes = new Set(there.bodies.map(({ hash, namespace, path }) =>
    nameOf(namespace.project_uuid, namespace.mission_slug, namespace.target_branch, namespace.mission_type, path, hash)))
  return {
    redundant: there.redundant_posts,
    rows: [
      ...events.map(({ data, eventId, fate }) => ({ name: data, fate, arrived: eventIds.has(eventId) })),
      ...bodies.map(({ fate, hash, mission, path, projectUuid }) => ({
        name: `${mission.slug}/${path}`, fate,
        arrived: hashes.has(nameOf(projectUuid, mission.slug, mission.targetBranch, mission.type, path, hash))
      }))
    ]
  }
}

/** Whatever waited is with the receiver or in quarantine, and all that was well-formed is with the receiver. */
const delivers = async (world: LegacyWorld, check: Check): Promise<void> => {
  const { box, pending } = world
  const scan = await json(ScanReport, box, "dossier", "scan", "--all", "--no-emit")
  check("dossier scan reads every mission", scan.code === 0 && scan.data.missions.length === pending.missions.length, scan.diagnostics)
  const running = await receiver(box)
  try {
    await box.run(["sync", "server", running.url])
    const synced = await json(SyncReport, box, "sync", "--all", "--wait", "300s")
    const { redundant, rows } = await arrivals(world)
    const lost = rows.filter(({ arrived, fate }) => fate === "delivered" && !arrived)
    check("all that was well-formed is in the receiver's ledger", lost.length === 0, [lost.length, lost.slice(0, 3)])
    const malformed = rows.filter(({ arrived, fate }) => fate === "quarantined" && arrived)
    check("nothing malformed was sent", malformed.length === 0, malformed.slice(0, 3))
    const kept = rows.filter(({ arrived }) => !arrived).length
    const { data: { items } } = await json(QueueList, box, "sync", "queue", "list", "--state", "quarantined", "--limit", "100000")
    const explained = items.filter(({ reason, reason_code }) => reason !== null && reason !== "" && reason_code !== null).length
    check(`the ${kept} others are in quarantine, each with a reason`, items.length === kept && explained === kept, [items.length, explained])
    const count = await statusOf(box)
    check("nothing waits any more", count("pending") + count("leased") === 0, [count("pending"), count("leased"), synced.diagnostics])
    check("nothing was posted twice", redundant === 0, redundant)
  } finally {
    await running.stop()
  }
}

/** Upgrade and rollback, on a copy of its own. */
const rollsBack = async (world: LegacyWorld, check: Check): Promise<void> => {
  const { box } = world
  const [before, legacy] = [treeOf(box.project), queueDigests(world)]
  await upgrade(box)
  check("the upgrade changed the project", treeDifferences(before, treeOf(box.project)).length > 0, "nothing")
  const back = await upgrade(box, "--rollback")
  check("upgrade --rollback ends well", back.code === 0, back)
  const different = treeDifferences(before, treeOf(box.project))
  check("every file is back, byte for byte, with its mode", different.length === 0, different)
  check("rollback leaves the legacy queues untouched", String(queueDigests(world)) === String(legacy), legacy)
  await refuses(world, check)
}

const kills = 6

/** Upgrades that are killed at moments spread over the run; each file is old or new at any of them, and the next run goes on. */
const survivesKills = async (world: LegacyWorld, tookMs: number, check: Check): Promise<void> => {
  const { bodies, box, events } = world
  const [before, legacy] = [treeOf(box.project), queueDigests(world)]
  let killed = 0
  for (let turn = 1; turn <= kills; turn++) {
    const child = box.start(["upgrade", "--json"])
    const ended = collect(child)
    await pause(tookMs * turn / (kills + 1))
    child.kill("SIGKILL")
    if ((await ended).code === null) killed += 1
  }
  const halfway = treeOf(box.project)
  const done = await upgrade(box)
  check(`after ${killed} kills the next upgrade finishes`, killed > 0 && isDone(done.code), done.diagnostics)
  const after = treeOf(box.project)
  const torn = [...halfway].filter(([name, state]) =>
    name.startsWith("kitty-specs/") && state !== before.get(name) && state !== after.get(name)).map(([name]) => name)
  check("no kill left a file that is neither old nor new", torn.length === 0, torn)
  const again = await upgrade(box)
  check("then there is nothing left to do", again.plan?.isEmpty === true && again.code === done.code, again.plan)
  const captured = (await statusOf(box))("captured")
  check("each row came over once", captured === bodies.length + events.length, captured)
  check("kills leave the legacy queues untouched", String(queueDigests(world)) === String(legacy), legacy)
  const back = await upgrade(box, "--rollback")
  const different = treeDifferences(before, treeOf(box.project))
  check("and a rollback still puts every byte back", back.code === 0 && different.length === 0, [back.diagnostics, different])
}

/**
 * Brings copies of a legacy project with `rows` pending rows over, as a user would: refusal, plan, upgrade, delivery; a
 * rollback; kills. Returns what went wrong, in sentences; nothing where every promise held.
 */
export const legacyStory = async (source: string, rows: number, say: (line: string) => void): Promise<ReadonlyArray<string>> => {
  const wrong: Array<string> = []
  const check: Check = (promise, holds, seen) => {
    say(`${holds ? "ok    " : "failed"} ${promise}${holds ? "" : `: ${JSON.stringify(seen).slice(0, 2000)}`}`)
    if (!holds) wrong.push(promise)
  }
  const on = async <A>(use: (world: LegacyWorld) => Promise<A>, end: (box: Sandbox) => void): Promise<A> => {
    const world = legacyWorld(source, rows)
    try {
      return await use(world)
    } finally {
      end(world.box)
    }
  }
  // What was rolled back is what it was, old names and all: `remove` would object to them.
  const discard = ({ directory }: Sandbox): void => fs.rmSync(directory, { recursive: true, force: true })
  const tookMs = await on(async (world) => {
    await refuses(world, check)
    const took = await upgrades(world, check)
    await delivers(world, check)
    return took
  }, remove)
  await on((world) => rollsBack(world, check), discard)
  await on((world) => survivesKills(world, tookMs, check), discard)
  say(`${rows} rows; the upgrade took ${Math.round(tookMs)} ms`)
  return wrong
}
