import type { Bench } from "./harness/Bench.js"
import { interleaved, ratioWithoutNodeVariables, wholeProcess } from "./harness/measure.js"
import { bareNode, specKitty } from "./harness/programs.js"
import { thirtyArtifacts } from "./harness/project.js"

export const bench: Bench = {
  name: "status",
  work: "`spec-kitty status` on a mission of 30 artifacts, whole process",
  reference: "`node -e 0`",
  reach: { max: 6 },
  rounds: 15,
  run: async (context) => {
    const { directory } = context
    const status = specKitty(["status"], directory, thirtyArtifacts(directory))
    return {
      ...await interleaved(context, wholeProcess(status), wholeProcess(bareNode(directory))),
      also: [await ratioWithoutNodeVariables(context, status, bareNode(directory))]
    }
  }
}
