import { createHash } from "node:crypto"
import { Agent, request } from "node:http"
import { performance } from "node:perf_hooks"
import { golden } from "../fixtures/contract/golden.js"

const event = { ...golden["envelope"]?.[1], payload: golden["payload/MissionDossierArtifactIndexed"]?.[0] }
const oneEvent = JSON.stringify({ events: [event] })

const content = "words ".repeat(80_000)
/** A body upload of nearly the largest size. */
const largeBody = JSON.stringify({
  ...golden["body_sync"]?.[0],
  content_body: content,
  content_hash: createHash("sha256").update(content).digest("hex")
})

export interface Answered {
  readonly status: number
  readonly milliseconds: number
}

/** Posts the same again and again, one request after the other on one connection. */
const posting = async (url: string, token: string, body: string, times: number, after: () => void) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
  const once = () =>
    new Promise<Answered>((resolve, reject) => {
      const start = performance.now()
      const outgoing = request(url, { agent, method: "POST", headers }, (answer) => {
        answer.resume().on("end", () => resolve({ status: answer.statusCode ?? 0, milliseconds: performance.now() - start }))
      })
      outgoing.on("error", reject).end(body)
    })
  const answers: Array<Answered> = []
  for (let n = 0; n < times; n++) {
    answers.push(await once())
    after()
  }
  agent.destroy()
  return answers
}

/** Posts one event so many times; a receiver says 200 to each. */
export const honestly = (server: string, token: string, times: number, after: () => void = () => undefined) =>
  posting(`${server}/api/v1/events/batch/`, token, oneEvent, times, after)

/** So many honest clients at once, each with a few uploads of the largest size: what a receiver has to bear anyway. */
export const honestCrowd = (server: string, token: string, clients: number, after: () => void = () => undefined) =>
  Promise.all(Array.from({ length: clients }, () => posting(`${server}/api/dossier/push-content/`, token, largeBody, 4, after)))

/** The slowest of all but the slowest hundredth. */
export const p99 = (answers: ReadonlyArray<Answered>): number =>
  [...answers].map(({ milliseconds }) => milliseconds).sort((one, other) => one - other)[Math.ceil(answers.length * 0.99) - 1] ?? 0
