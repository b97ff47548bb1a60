import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { environment } from "./programs.js"

/** Prose of about `bytes` bytes, different for every seed. */
export const prose = (bytes: number, seed: string): string => {
  const line = `${seed}: as a developer I want the work package to be delivered, so that the team can see it.\n`
  return `# ${seed}\n\n${line.repeat(Math.max(1, Math.round(bytes / line.length)))}`
}

const write = (file: string, content: string): void => {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, content)
}

const meta = (slug: string, number: number): string =>
  JSON.stringify({
    mission_slug: slug,
    mission_number: number,
    mission_type: "software-dev",
    friendly_name: slug,
    target_branch: "main",
    created_at: "2026-10-05T08:30:00+00:00"
  })

export interface MissionPlan {
  readonly slug: string
  readonly number: number
  /** Files in all; at least seven. */
  readonly files: number
  /** Size of each of them, in bytes; meta.json and the event log are smaller. */
  readonly bytes: number
}

/** Names of the mission's documents besides meta.json and the event log, the usual ones first. */
const documents = (count: number): ReadonlyArray<string> => {
  const fixed = ["spec.md", "plan.md", "tasks.md", "research.md", "contracts/api.yaml"]
  const packages = Array.from({ length: Math.max(0, count - fixed.length) }, (_, index) => {
    const number = String(index + 1).padStart(2, "0")
    return index % 4 === 3 ? `research/notes-${number}.md` : `tasks/WP${number}-part.md`
  })
  return [...fixed, ...packages].slice(0, count)
}

/** One mission of `software-dev`, as people have them. */
export const writeMission = (root: string, { bytes, files, number, slug }: MissionPlan): void => {
  const folder = path.join(root, "kitty-specs", slug)
  write(path.join(folder, "meta.json"), meta(slug, number))
  write(path.join(folder, "status.events.jsonl"), "")
  for (const name of documents(files - 2)) write(path.join(folder, name), prose(bytes, `${slug}/${name}`))
}

/** A project in `directory/project`, with its files committed. Returns its folder. */
export const makeProject = (directory: string, missions: ReadonlyArray<MissionPlan>): string => {
  const root = path.join(directory, "project")
  fs.mkdirSync(path.join(root, ".kittify"), { recursive: true })
  for (const mission of missions) writeMission(root, mission)
  const git = (...args: ReadonlyArray<string>) =>
    execFileSync("git", ["-c", "user.name=bench", "-c", "user.email=bench@localhost", ...args], {
      cwd: root, env: environment(directory), stdio: "pipe"
    })
  git("init", "--quiet", "--initial-branch=main")
  git("add", "--all")
  git("commit", "--quiet", "--message", "Missions")
  return root
}

/** One mission of thirty artifacts of 8 KB. */
export const thirtyArtifacts = (directory: string): string =>
  makeProject(directory, [{ slug: "001-thirty-artifacts", number: 1, files: 30, bytes: 8192 }])
