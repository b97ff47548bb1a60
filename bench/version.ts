import type { Bench } from "./harness/Bench.js"
import { interleaved, wholeProcess } from "./harness/measure.js"
import { bareNode, specKitty } from "./harness/programs.js"

export const bench: Bench = {
  name: "version",
  work: "`spec-kitty --version`, whole process",
  reference: "`node -e 0`",
  reach: { max: 2.5 },
  rounds: 21,
  run: ({ directory, rounds }) =>
    interleaved({ rounds }, wholeProcess(specKitty(["--version"], directory)), wholeProcess(bareNode(directory)))
}
