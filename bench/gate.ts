import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { compileContract, type Verdict } from "../src/domain/contract/compileContract.js"
import { pinnedContract } from "../src/domain/contract/pinnedContract.js"
import { EventEnvelope } from "../src/domain/events/EventEnvelope.js"
import { readContract } from "../src/layers/node/ContractGate.js"
import { packageRoot } from "../src/layers/node/packageRoot.js"
import { golden } from "../test/fixtures/contract/golden.js"
import type { Bench } from "./harness/Bench.js"
import { interleaved, timed } from "./harness/measure.js"

const times = 20_000

const contract = Effect.runPromise(
  packageRoot.pipe(
    Effect.flatMap((root) => readContract(`${root}/${pinnedContract.file}`)),
    Effect.map(compileContract),
    Effect.provide(NodeContext.layer)
  )
)

const text = JSON.stringify({
  ...golden["envelope"]?.[1],
  payload: golden["payload/MissionDossierArtifactIndexed"]?.[0]
})

const admitted = (verdict: Verdict<unknown>): void => {
  if (Either.isLeft(verdict)) throw new Error(verdict.left.why)
}

const repeated = (work: () => void) => () =>
  timed(() => {
    for (let n = 0; n < times; n++) work()
    return Promise.resolve()
  })

export const bench: Bench = {
  name: "gate",
  work: `gate of one event with its payload, ${text.length} bytes, from its text`,
  reference: "`JSON.parse` of the same text",
  reach: { max: 3 },
  rounds: 15,
  run: async ({ rounds }) => {
    const gate = await contract
    const envelope = new EventEnvelope(JSON.parse(text))
    const parse = repeated(() => JSON.parse(text))
    const fromValue = await interleaved({ rounds }, repeated(() => admitted(gate.event(envelope))), parse)
    const ratios = fromValue.oursMs.map((ours, round) => ours / (fromValue.referenceMs[round] ?? 1)).sort((a, b) => a - b)
    const middle = ratios[Math.floor(ratios.length / 2)] ?? 0
    return {
      ...await interleaved({ rounds }, repeated(() => admitted(gate.eventText(text))), parse),
      also: [`from a value, its text written and read back first: ${middle.toFixed(1)} ×`]
    }
  }
}
