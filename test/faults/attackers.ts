import { type IncomingMessage, request } from "node:http"
import { connect } from "node:net"
import { gzipSync } from "node:zlib"

/** What one kind of attacker met: answers by status, and connections that the server ended without one. */
export interface Met {
  readonly statuses: Map<number, number>
  closed: number
}

/** One try, over when the server has answered or ended the connection; null where it gave no answer. */
type Attack = (url: URL, token: string) => Promise<number | null>

const batch = "/api/v1/events/batch/"

/** Posts, and reads the answer even where it comes before everything was sent. `body` null: without an end. */
const post = (headers: Record<string, string>, body: Uint8Array | null): Attack => ({ hostname, port }, token) =>
  new Promise((resolve) => {
    const outgoing = request({
      agent: false, hostname, port, path: batch, method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers }
    }, (answer: IncomingMessage) => {
      answer.resume().on("close", () => {
        resolve(answer.statusCode ?? null)
        outgoing.destroy()
      })
    })
    outgoing.on("error", () => resolve(null)).on("close", () => resolve(null))
    if (body !== null) return void outgoing.end(body)
    const chunk = Buffer.alloc(16_384, 0x20)
    const more = () => {
      if (!outgoing.destroyed) outgoing.write(chunk, () => setImmediate(more))
    }
    more()
  })

/** A byte of a header at a time, for as long as the server listens. */
const slowHeaders: Attack = ({ hostname, port }) =>
  new Promise((resolve) => {
    let said = ""
    const socket = connect(Number(port), hostname, () => socket.write(`POST ${batch} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nx-slow: `))
    const drip = setInterval(() => socket.write("a"), 100)
    socket.on("data", (chunk) => (said += chunk.toString("latin1"))).on("error", () => undefined).on("close", () => {
      clearInterval(drip)
      const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(said) ?? []
      resolve(status === undefined ? null : Number(status))
    })
  })

const zeros = gzipSync(Buffer.alloc(100_000_000))
const nested = gzipSync(gzipSync(Buffer.alloc(10_000_000)))

/** By name: bombs, bombs in bombs, JSON without a bottom, bodies without an end, headers without an end. */
export const attacks: Readonly<Record<string, Attack>> = {
  "gzip bomb": post({ "content-encoding": "gzip" }, zeros),
  "nested gzip": post({ "content-encoding": "gzip" }, nested),
  "deep JSON": post({}, Buffer.from("[".repeat(400_000))),
  "endless body": post({}, null),
  "slow headers": slowHeaders
}

/** So many attackers at once, of each kind as many, each attacking again as soon as it was turned away, until stopped. */
export const attack = (server: string, token: string, count: number) => {
  const url = new URL(server)
  const met = new Map(Object.keys(attacks).map((name): readonly [string, Met] => [name, { statuses: new Map(), closed: 0 }]))
  let going = true
  const names = Object.keys(attacks)
  const attacker = async (name: string) => {
    const mine = met.get(name)
    const run = attacks[name]
    if (mine === undefined || run === undefined) return
    while (going) {
      const status = await run(url, token)
      if (status === null) mine.closed += 1
      else mine.statuses.set(status, (mine.statuses.get(status) ?? 0) + 1)
    }
  }
  const all = Promise.all(Array.from({ length: count }, (_, n) => attacker(names[n % names.length] ?? "")))
  /** Once each attacker was turned away for the last time. */
  const stop = async () => {
    going = false
    await all
    return met
  }
  return { stop }
}
