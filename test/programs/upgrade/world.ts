import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import type { LeftAlone, LegacyQueuePlan } from "../../../src/domain/upgrade/UpgradePlan.js"
import * as Git from "../../../src/layers/memory/Git.js"
import * as Notices from "../../../src/layers/memory/Notices.js"
import * as Progress from "../../../src/layers/memory/Progress.js"
import * as Settings from "../../../src/layers/memory/Settings.js"
import * as ContentHasher from "../../../src/layers/node/ContentHasher.js"
import * as ProjectFiles from "../../../src/layers/node/ProjectFiles.js"
import * as UpgradeBackup from "../../../src/layers/node/UpgradeBackup.js"
import { LeaseOwner } from "../../../src/services/LeaseOwner.js"
import { LegacyFiles, type RewrittenFile, type RewrittenFiles } from "../../../src/services/LegacyFiles.js"
import { LegacyQueues } from "../../../src/services/LegacyQueues.js"
import { Project } from "../../../src/services/Project.js"

export const uuid = "550e8400-e29b-41d4-a716-446655440000"

/** The original tool's queue, and what of it was brought over, on a disk that outlives the process. */
export interface QueueDisk {
  legacy: { events: number; broken: number; bodies: number }
  migrated: { events: number; broken: number; bodies: number }
}

export const queueDisk = (events = 3, broken = 1, bodies = 2): QueueDisk => ({
  legacy: { events, broken, bodies },
  migrated: { events: 0, broken: 0, bodies: 0 }
})

const stats = (root: string, file: string) => fs.statSync(path.join(root, file), { throwIfNoEntry: false })
let made = 0

/** Files of a language of their own: `old` becomes `new`; `!` can't be read; config.yaml gets an id; local.yaml is made. */
const readLegacy = (root: string): RewrittenFiles => {
  const files: Array<RewrittenFile> = []
  const leftAlone: Array<LeftAlone> = []
  const change = (file: string, kind: RewrittenFile["kind"], after: (text: string) => string) => {
    const stat = stats(root, file)
    const before = stat === undefined ? null : fs.readFileSync(path.join(root, file))
    const text = before?.toString("latin1") ?? ""
    if (text.includes("!")) return leftAlone.push({ path: file, line: 1, detail: "it can't be read" })
    const content = Buffer.from(after(text), "latin1")
    if (before !== null && content.equals(before)) return undefined
    const edit = { edit: "rename" as const, from: "old", to: "new", count: text.split("old").length, note: null }
    return files.push({ path: file, kind, before, after: content, mode: (stat?.mode ?? 0o644) & 0o777, edits: [edit] })
  }
  const config = stats(root, ".kittify/config.yaml") === undefined ? "" : fs.readFileSync(path.join(root, ".kittify/config.yaml"), "utf8")
  const isKnown = !config.includes("!")
  const build = () => `build: ${String(++made).padStart(4, "0")}\n`
  change(".kittify/config.yaml", "config", (text) => text.replaceAll("old", "new"))
  if (isKnown) change(".kittify/local.yaml", "identity", (text) => text.includes("build:") ? text : text + build())
  for (const mission of fs.readdirSync(path.join(root, "kitty-specs")).sort()) {
    change(`kitty-specs/${mission}/meta.json`, "meta", (text) => text.replaceAll("old", "new"))
  }
  return {
    files: files.sort((one, other) => one.path < other.path ? -1 : 1),
    identity: [{ part: "project.uuid", step: "keep", path: ".kittify/config.yaml", note: null }],
    projectUuid: isKnown ? uuid : null,
    buildId: isKnown ? uuid : null,
    nodeId: isKnown ? "0123456789ab" : null,
    leftAlone,
    missions: new Map()
  }
}

const queues = (disk: QueueDisk, step: () => void) => {
  const left = () => ({
    events: disk.legacy.events - disk.migrated.events,
    broken: disk.legacy.broken - disk.migrated.broken,
    bodies: disk.legacy.bodies - disk.migrated.bodies
  })
  const plan = (): LegacyQueuePlan => {
    const { bodies, broken, events } = left()
    const already = disk.migrated.events + disk.migrated.broken
    const all = { already: 0, of_others: 0 }
    return {
      file: "/nowhere/queue.db",
      events: { ...all, already, total: events + broken + already, to_copy: events, to_quarantine: broken },
      bodies: { ...all, already: disk.migrated.bodies, total: bodies + disk.migrated.bodies, to_copy: bodies, to_quarantine: 0 },
      quarantine_reasons: broken === 0 ? {} : { invalid_json: broken }
    }
  }
  return LegacyQueues.of({
    plan: () => Effect.sync(() => ({ queues: [plan()], leftAlone: [] })),
    migrate: () =>
      Effect.sync(() => {
        const { bodies, broken, events } = left()
        step()
        disk.migrated = { ...disk.legacy }
        step()
        return { events: { copied: events, quarantined: broken }, bodies: { copied: bodies, quarantined: 0 } }
      }),
    takeBack: () =>
      Effect.sync(() => {
        step()
        const { bodies, broken, events } = disk.migrated
        disk.migrated = { events: 0, broken: 0, bodies: 0 }
        step()
        return events + broken + bodies
      })
  })
}

let processes = 0

export interface WorldOptions {
  readonly disk?: QueueDisk
  /** Called before and after each change of the queue. */
  readonly step?: () => void
  readonly backupDir?: string
  /** Whether other processes may still run. */
  readonly alive?: boolean
  /** What `LegacyFiles` answers, from what is there. */
  readonly files?: (found: RewrittenFiles) => RewrittenFiles
}

/** What one process has: real files and a real backup, a queue one looks into. Processes before it count as gone. */
export const processOn = (root: string, { alive = false, backupDir, disk = queueDisk(0, 0, 0), files = (it) => it, step = () => {} }: WorldOptions = {}) => {
  const self = `process ${++processes}`
  const git = path.join(root, ".git")
  const ground = Layer.mergeAll(
    Layer.succeed(Project, { root, workingDirectory: root }),
    Git.layer(fs.existsSync(git) ? { commonDirectory: git, gitDirectory: git } : {}),
    Layer.succeed(LeaseOwner, { self, isGone: (owner) => Effect.succeed(!alive && owner !== self) }),
    Settings.layer({ home: `${root}-home` }),
    ContentHasher.layer, Notices.layer, Progress.layer, NodeContext.layer
  )
  return Layer.mergeAll(
    // Another one gets its turn between the reading and what is done about it.
    Layer.succeed(LegacyFiles, { rewritten: Effect.zipLeft(Effect.sync(() => files(readLegacy(root))), Effect.yieldNow()) }),
    Layer.succeed(LegacyQueues, queues(disk, step)),
    ProjectFiles.layer,
    UpgradeBackup.layer({ directory: backupDir ?? null, version: "1.2.3" })
  ).pipe(Layer.provideMerge(ground))
}

/** Every file and folder below the root, with permission bits and content. Ids that are made up are all the same. */
export const treeOf = (root: string): Record<string, string> =>
  Object.fromEntries(fs.readdirSync(root, { recursive: true, encoding: "utf8" }).sort().map((name) => {
    const stat = fs.lstatSync(path.join(root, name))
    const mode = (stat.mode & 0o7777).toString(8)
    return [name, stat.isFile() ? `${mode} ${fs.readFileSync(path.join(root, name), "latin1")}` : "folder"]
  }))

/** What an upgrade leaves of the project's own files, apart from the backup. */
export const upgradedFiles = (root: string): Record<string, string> =>
  Object.fromEntries(Object.entries(treeOf(root))
    // The lock of a process that died right before its end is taken over by whoever needs it.
    .filter(([name]) => !name.startsWith(".kittify/backup") && !name.endsWith(".lock"))
    .map(([name, content]) => [name, content.replace(/build: \d+/, "build: made")]))

/** Two missions that change, one that can't be read, one that is as it is to be; a repository around them. */
export const legacyFiles = {
  ".git/info/exclude": "# mine",
  ".kittify/config.yaml": "# ours\nold: x\n",
  "kitty-specs/001-a/meta.json": "{\"old\":1}\r\n",
  "kitty-specs/002-b/meta.json": "{\"old\":2, \u00ff}",
  "kitty-specs/003-c/meta.json": "{\"new\":3}"
}
