import { attack } from "../test/faults/attackers.js"
import { honestly, p99 } from "../test/faults/honestClient.js"
import type { Bench } from "./harness/Bench.js"
import { interleaved } from "./harness/measure.js"
import { startReceiver } from "./harness/receiver.js"

const token = "bench-token"
const requests = 300

export const bench: Bench = {
  name: "attackers",
  work: `p99 of ${requests} honest batches of one event beside 50 attackers: bombs, deep JSON, endless bodies and headers`,
  reference: "the same without attackers",
  reach: { max: 20 },
  rounds: 3,
  run: async ({ directory, rounds }) => {
    const receiver = await startReceiver(directory)
    const honest = async () => {
      const answers = await honestly(receiver.url, token, requests)
      if (answers.some(({ status }) => status !== 200)) throw new Error("an honest batch was not taken")
      return p99(answers)
    }
    const attacked = async () => {
      const { stop } = attack(receiver.url, token, 50)
      const slowest = await honest()
      await stop()
      return slowest
    }
    try {
      return await interleaved({ rounds }, attacked, honest)
    } finally {
      await receiver.stop()
    }
  }
}
