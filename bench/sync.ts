import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import type { Bench } from "./harness/Bench.js"
import { interleaved, type Timed, wholeProcess } from "./harness/measure.js"
import { bareNode, specKitty } from "./harness/programs.js"
import { thirtyArtifacts } from "./harness/project.js"
import { startReceiver } from "./harness/receiver.js"

/** The report of a sync in which every body arrived, and arrived now. */
const check = (report: string): void => {
  const { data } = JSON.parse(fs.readFileSync(report, "utf8"))
  const outcomes = data.missions.flatMap((mission: { bodies: ReadonlyArray<{ outcome: string }> }) =>
    mission.bodies.map(({ outcome }) => outcome)
  )
  const uploaded = outcomes.filter((outcome: string) => outcome === "uploaded").length
  if (uploaded < 27) throw new Error(`only ${uploaded} bodies were uploaded`)
}

export const bench: Bench = {
  name: "sync",
  work: "`spec-kitty sync` of 30 artifacts, all of them new to the receiver on loopback, whole process",
  reference: "`node -e 0`",
  reach: { max: 10 },
  rounds: 11,
  run: async ({ directory, rounds }) => {
    const project = thirtyArtifacts(directory)
    const report = path.join(directory, "sync.json")
    const sync = { ...specKitty(["sync", "--json"], directory, project), stdout: report }
    // A receiver that knows nothing yet, every time: every body is sent and stored. The project's queue is there from the
    // round that is not counted, as it is in every sync of a project but its first.
    const ours: Timed = async () => {
      const receiver = await startReceiver(directory)
      const { args, command, cwd, env } = specKitty(["sync", "server", receiver.url], directory, project)
      execFileSync(command, args, { cwd, env, stdio: "pipe" })
      const took = await wholeProcess(sync)()
      await receiver.stop()
      check(report)
      return took
    }
    return interleaved({ rounds }, ours, wholeProcess(bareNode(directory)))
  }
}
