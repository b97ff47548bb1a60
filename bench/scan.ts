import * as fs from "node:fs"
import * as path from "node:path"
import type { Bench } from "./harness/Bench.js"
import { interleaved, peakMegabytes, type Program, wholeProcess } from "./harness/measure.js"
import { specKitty } from "./harness/programs.js"
import { makeProject } from "./harness/project.js"

const missions = 400
const files = 11_000
const totalBytes = 100_000_000

/** 27 or 28 files each: 11,000 in all. */
const plan = Array.from({ length: missions }, (_, index) => ({
  slug: `${String(index + 1).padStart(3, "0")}-mission`,
  number: index + 1,
  files: Math.floor(files / missions) + (index % 2),
  bytes: totalBytes / (files - 2 * missions)
}))

const hashing = (project: string): Program => ({
  command: "sh",
  args: ["-c", "find kitty-specs -type f -print0 | xargs -0 -P2 sha256sum"],
  cwd: project,
  stdout: path.join(project, "..", "hashes.txt")
})

/** What the scan reported is what is there, or its time means nothing. */
const check = (report: string): void => {
  const { data } = JSON.parse(fs.readFileSync(report, "utf8"))
  const found = data.missions.flatMap((mission: { artifacts: ReadonlyArray<unknown> }) => mission.artifacts)
  const present = found.filter((artifact: { is_present: boolean }) => artifact.is_present)
  if (present.length !== files) throw new Error(`the scan found ${present.length} files`)
}

export const bench: Bench = {
  name: "scan",
  work: "`dossier scan --all --no-emit --json` of 400 missions, 11,000 files, 100 MB, whole process",
  reference: "`find … -print0 | xargs -0 -P2 sha256sum` over the same files",
  reach: { max: 1.2 },
  rounds: 9,
  run: async ({ directory, rounds }) => {
    const project = makeProject(directory, plan)
    const report = path.join(directory, "scan.json")
    const scan = { ...specKitty(["dossier", "scan", "--all", "--no-emit", "--json"], directory, project), stdout: report }
    const times = await interleaved({ rounds }, wholeProcess(scan), wholeProcess(hashing(project)))
    check(report)
    return { ...times, also: [`peak memory ${await peakMegabytes(scan)} MB, ${fs.statSync(report).size} bytes of JSON`] }
  }
}
