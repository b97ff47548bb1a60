import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { fork } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as path from "node:path"
import { Agent, request } from "undici"
import { ServerUrl } from "../src/domain/sync/ServerTarget.js"
import * as BodyTransport from "../src/layers/http/BodyTransport.js"
import * as HttpPolicy from "../src/layers/http/client.js"
import { HttpPolicy as HttpPolicyService } from "../src/layers/http/HttpPolicy.js"
import * as AccessTokens from "../src/layers/memory/AccessTokens.js"
import * as Progress from "../src/layers/memory/Progress.js"
import { deliverBodies } from "../src/programs/sync/deliverBodies.js"
import { startPass } from "../src/programs/sync/pass.js"
import { DeliveryQueue } from "../src/services/DeliveryQueue.js"
import { QueueView } from "../src/services/QueueView.js"
import { worldAt } from "../src/laws/fixtures/queueWorld.js"
import type { Bench } from "./harness/Bench.js"
import { interleaved, type Timed, timed } from "./harness/measure.js"
import { bodyOf, queueAt } from "./harness/queue.js"

const count = 2000
const concurrency = 8
const route = "/api/dossier/push-content/"
const token = "bench-token"

const items = Array.from({ length: count }, (_, n) => bodyOf(n))
const payloads = items.map((item) => new TextEncoder().encode(item._tag === "Body" ? item.body.json : ""))

const startServer = async () => {
  const child = fork(path.join(import.meta.dirname, "harness", "bodyServer.ts"), [], { execArgv: ["--import", "tsx"] })
  const [{ port }] = await once(child, "message")
  return { url: ServerUrl.make(`http://127.0.0.1:${port}`), stop: () => child.kill() }
}

const tokens = AccessTokens.signedIn(token)

/** Claim, gate, send and settle, as `sync` does it; the queue was filled before. */
const throughTheQueue = (server: ServerUrl, home: string): Promise<number> => {
  const transport = BodyTransport.layer.pipe(Layer.provide(HttpPolicy.layer), Layer.provide(tokens))
  return Effect.gen(function*() {
    yield* (yield* DeliveryQueue).enqueue(items)
    const start = performance.now()
    yield* deliverBodies(yield* startPass(server))
    const took = performance.now() - start
    const { bodies } = yield* (yield* QueueView).counts
    if (bodies.delivered !== count) throw new Error(`${bodies.delivered} bodies were delivered`)
    return took
  }).pipe(
    Effect.provide(Layer.mergeAll(transport, Progress.layer).pipe(Layer.provideMerge(queueAt(home)))),
    Effect.runPromise
  )
}

/** The same bytes by the same HTTP client, and nothing else. */
const throughTheClient = (server: ServerUrl, home: string): Promise<number> =>
  Effect.gen(function*() {
    const http = yield* HttpPolicyService
    const headers = { authorization: `Bearer ${token}` }
    const start = performance.now()
    yield* Effect.forEach(payloads, (body) =>
      Effect.flatMap(http.send({ server, path: route, body, headers }), ({ status }) =>
        status === 201 ? Effect.void : Effect.dieMessage(`status ${status}`)), { concurrency, discard: true })
    return performance.now() - start
  }).pipe(Effect.provide(Layer.provide(HttpPolicy.layer, worldAt(home))), Effect.runPromise)

const throughUndici = async (server: ServerUrl): Promise<void> => {
  const dispatcher = new Agent({ pipelining: 1 })
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` }
  const rest = payloads.values()
  const sendRest = async () => {
    for (const body of rest) {
      const response = await request(`${server}${route}`, { dispatcher, method: "POST", body, headers })
      if (response.statusCode !== 201) throw new Error(`status ${response.statusCode}`)
      await response.body.text()
    }
  }
  await Promise.all(Array.from({ length: concurrency }, sendRest))
  await dispatcher.close()
}

export const bench: Bench = {
  name: "upload",
  work: "upload 2,000 queued bodies of 8 KB to a server on loopback, 8 at a time",
  reference: "the same HTTP client posting the same bytes, 8 at a time: no queue, no gate",
  reach: { min: 0.4 },
  rounds: 5,
  run: async ({ directory, rounds }) => {
    const server = await startServer()
    const home = path.join(directory, "home")
    const undiciMs: Array<number> = []
    const ours: Timed = async () => {
      const took = await throughTheQueue(server.url, home)
      fs.rmSync(home, { recursive: true, force: true })
      undiciMs.push(await timed(() => throughUndici(server.url)))
      return took
    }
    const times = await interleaved({ rounds }, ours, () => throughTheClient(server.url, home))
    server.stop()
    const perSecond = Math.round(count / (Math.min(...undiciMs.slice(1)) / 1000))
    return { ...times, also: [`raw undici, 8 at a time: ${Math.round(Math.min(...undiciMs.slice(1)))} ms at best, ${perSecond} per second`] }
  }
}
