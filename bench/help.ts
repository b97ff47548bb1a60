import type { Bench } from "./harness/Bench.js"
import { interleaved, wholeProcess } from "./harness/measure.js"
import { bareNode, specKitty } from "./harness/programs.js"

export const bench: Bench = {
  name: "help",
  work: "`spec-kitty --help`, whole process",
  reference: "`node -e 0`",
  reach: { max: 2.5 },
  rounds: 21,
  run: ({ directory, rounds }) =>
    interleaved({ rounds }, wholeProcess(specKitty(["--help"], directory)), wholeProcess(bareNode(directory)))
}
