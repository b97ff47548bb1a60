import * as Schema from "effect/Schema"
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as path from "node:path"
import * as readline from "node:readline"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"

const handoff = fileURLToPath(new URL("../../contracts/handoff", import.meta.url))
const script = fileURLToPath(new URL("../handoff/receiver.py", import.meta.url))

/** The one account of test/handoff/receiver.py, which is that of the fixtures. */
export const account = { username: "dev@acme.example", password: "correct horse" }

/** Debian's python first: that is where its package python3-jsonschema goes. */
const python = (): string => {
  const found = ["/usr/bin/python3", "python3"].find((name) => spawnSync(name, ["-c", "import jsonschema"]).status === 0)
  if (found === undefined) throw new Error("no python3 with jsonschema: install the package python3-jsonschema")
  return found
}

const Json = Schema.Record({ key: Schema.String, value: Schema.Unknown })
const Body = Schema.parseJson(Json)

const Exchange = Schema.Struct({
  about: Schema.String,
  valid: Schema.Boolean,
  request: Schema.Struct({
    method: Schema.String,
    path: Schema.String,
    headers: Schema.Record({ key: Schema.String, value: Schema.String }),
    body: Schema.optional(Schema.Unknown)
  }),
  response: Schema.Struct({
    status: Schema.Int,
    headers: Schema.optional(Schema.Record({ key: Schema.String, value: Schema.String })),
    body: Json
  })
})
export type Exchange = typeof Exchange.Type

const Fixture = Schema.Struct({
  fixture: Schema.String,
  valid: Schema.Boolean,
  account: Schema.optional(Schema.Unknown),
  faults: Schema.optionalWith(Schema.Array(Schema.String), { default: () => [] }),
  exchanges: Schema.NonEmptyArray(Exchange)
})
export type Fixture = typeof Fixture.Type

const decodeRequest = Schema.decodeUnknownSync(Schema.parseJson(Exchange.fields.request))
const decodeFixture = Schema.decodeUnknownSync(Schema.parseJson(Fixture))

export const fixtures: ReadonlyArray<Fixture> = fs.readdirSync(path.join(handoff, "fixtures"))
  .map((name) => decodeFixture(fs.readFileSync(path.join(handoff, "fixtures", name), "utf8")))

const Seen = Schema.Struct({
  events: Schema.Array(Schema.Struct({ event_id: Schema.String, event_type: Schema.String })),
  bodies: Schema.Array(Schema.Struct({
    namespace: Schema.Struct({ mission_slug: Schema.String }),
    path: Schema.String,
    hash: Schema.String
  })),
  refused: Schema.Array(Schema.Struct({ path: Schema.String, status: Schema.Int }))
})

export interface Reply {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: typeof Json.Type
}

export interface ForeignReceiver {
  readonly url: string
  readonly send: (request: Exchange["request"]) => Promise<Reply>
  /** Empties it, and has it fail as a fixture says. */
  readonly reset: (faults?: ReadonlyArray<string>) => Promise<void>
  /** What it stored, and every request that it refused. */
  readonly seen: () => Promise<typeof Seen.Type>
  readonly stop: () => Promise<void>
}

/** test/handoff/receiver.py, which knows contracts/handoff and nothing of our source. */
export const foreignReceiver = async (): Promise<ForeignReceiver> => {
  const child = spawn(python(), [script, "--handoff", handoff], { stdio: ["ignore", "pipe", "inherit"] })
  const closed = once(child, "close")
  const lines = readline.createInterface({ input: child.stdout })
  const [first] = await Promise.race([once(lines, "line"), closed])
  const { url } = Schema.decodeUnknownSync(Schema.parseJson(Schema.Struct({ url: Schema.String })))(first)
  const send = async ({ body, headers, method, path: at }: Exchange["request"]): Promise<Reply> => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const zipped = text !== undefined && headers["Content-Encoding"] === "gzip" ? gzipSync(text) : text
    const answer = await fetch(url + at, { method, headers, ...(zipped === undefined ? {} : { body: zipped }) })
    const said = Schema.decodeUnknownSync(Body)(await answer.text())
    return { status: answer.status, retryAfter: answer.headers.get("retry-after"), body: said }
  }
  const reset = async (faults: ReadonlyArray<string> = []) => {
    await send({ method: "POST", path: "/_reset", headers: {}, body: { faults } })
  }
  const seen = async () =>
    Schema.decodeUnknownSync(Seen)((await send({ method: "GET", path: "/_seen", headers: {} })).body)
  const stop = async () => {
    child.kill("SIGTERM")
    await closed
  }
  return { url, send, reset, seen, stop }
}

const named = (list: unknown): ReadonlyArray<typeof Json.Type> =>
  Schema.is(Schema.Array(Json))(list) ? list : []
const idAndStatus = ({ error_message, event_id, status }: typeof Json.Type): string =>
  `${String(event_id)} ${String(status)}${error_message === undefined ? "" : " and why"}`

/** What of an answer must equal the fixture's, by "How to read a fixture" of contracts/handoff/README.md. */
const comparable = (status: number, body: typeof Json.Type, retryAfter: string | null) => ({
  status,
  keys: Object.keys(body).sort(),
  results: named(body["results"]).map(idAndStatus).sort(),
  culprits: [...new Set(named(body["details"]).map(({ event_id }) => event_id))].sort(),
  text: [body["status"], body["artifact_path"], body["content_hash"]],
  error: [401, 404, 429].includes(status) || body["error"] === "No events provided" ? body["error"] : null,
  retryAfter
})

type Comparable = ReturnType<typeof comparable>
interface Difference {
  readonly about: string
  readonly got: Comparable
  readonly wanted: Comparable
}

const Tokens = Schema.Struct({ access: Schema.String, refresh: Schema.optional(Schema.String) })

/** Plays a fixture against an emptied receiver; what was answered otherwise than the fixture says. */
export const play = async (receiver: ForeignReceiver, fixture: Fixture) => {
  const signIn = fixtures.find((it) => it.fixture === "sign-in-login")?.exchanges[0]
  if (signIn === undefined) throw new Error("no fixture sign-in-login")
  await receiver.reset(fixture.faults)
  let tokens = { access: "made-up", refresh: "made-up", before: "made-up" }
  const filled = (text: string) =>
    text.replaceAll("<access>", tokens.access).replaceAll("<refresh>", tokens.refresh).replaceAll("<refresh before>", tokens.before)
  const exchange = async ({ request }: Exchange) => {
    const reply = await receiver.send(decodeRequest(filled(JSON.stringify(request))))
    if (Schema.is(Tokens)(reply.body)) {
      const { access, refresh } = reply.body
      tokens = refresh === undefined ? { ...tokens, access } : { access, refresh, before: tokens.refresh }
    }
    return reply
  }
  // This receiver takes no token that it did not issue, so one is fetched where the fixture makes one up.
  if (fixture.account === undefined) await exchange(signIn)
  const differences: Array<Difference> = []
  for (const one of fixture.exchanges) {
    const { body, retryAfter, status } = await exchange(one)
    const got = comparable(status, body, retryAfter)
    const wanted = comparable(one.response.status, one.response.body, one.response.headers?.["retry-after"] ?? null)
    if (JSON.stringify(got) !== JSON.stringify(wanted)) differences.push({ about: one.about, got, wanted })
  }
  return differences
}
