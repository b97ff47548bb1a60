import type { Bench } from "./harness/Bench.js"
import { interleaved, ratioWithoutNodeVariables, wholeProcess } from "./harness/measure.js"
import { bareNode, specKitty } from "./harness/programs.js"

export const bench: Bench = {
  name: "help",
  work: "`spec-kitty --help`, whole process",
  reference: "`node -e 0`",
  reach: { max: 2.5 },
  rounds: 21,
  run: async (context) => {
    const ours = specKitty(["--help"], context.directory)
    const reference = bareNode(context.directory)
    return {
      ...await interleaved(context, wholeProcess(ours), wholeProcess(reference)),
      also: [await ratioWithoutNodeVariables(context, ours, reference)]
    }
  }
}
