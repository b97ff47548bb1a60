import { fileURLToPath } from "node:url"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { account, fixtures, type ForeignReceiver, foreignReceiver, play } from "./foreignReceiver.js"
import { collect, confirmed, diskHash, remove, type Sandbox, sandbox, type Synced, syncJson } from "./harness.js"

/*
 * test/handoff/receiver.py was written by somebody who had contracts/handoff and nothing else. What it takes, and what it
 * refuses, is what that folder says to a reader.
 */

const sample = fileURLToPath(new URL("../../examples/sample-project", import.meta.url))

let receiver: ForeignReceiver
beforeAll(async () => {
  receiver = await foreignReceiver()
})
afterAll(() => receiver.stop())

const toTracker = ({ exchanges: [{ request }] }: typeof fixtures[number]) => request.path.startsWith("/api/v1/tracker/")
const played = fixtures.filter((fixture) => !toTracker(fixture))
const titled = (of: typeof fixtures) => of.map((fixture) => [fixture.fixture, fixture] as const)

describe("a receiver written from contracts/handoff alone, in another language", () => {
  it.each(titled(played.filter(({ valid }) => valid)))("H-14 H-17 answers %s as documented", async (_, fixture) => {
    expect(await play(receiver, fixture)).toEqual([])
  })

  const bad = titled(played.filter(({ valid }) => !valid))
  it.each(bad)("H-14 H-17 refuses %s with the status of the fixture", async (_, fixture) => {
    expect(await play(receiver, fixture)).toEqual([])
    const refused = fixture.exchanges
      .filter(({ valid }) => !valid)
      .map(({ request: { path }, response: { status } }) => ({ path, status }))
    expect(refused.length).toBeGreaterThan(0)
    expect((await receiver.seen()).refused).toEqual(refused)
  })

  it.each(titled(fixtures.filter(toTracker)))("H-14 has no tracker: 404 on all of %s", async (_, fixture) => {
    const answers = await play(receiver, { ...fixture, faults: [] })
    expect(answers.map(({ got }) => got.status)).toEqual(fixture.exchanges.map(() => 404))
  })
})

describe("that receiver", () => {
  let box: Sandbox
  beforeEach(async () => {
    await receiver.reset()
    box = sandbox(sample, { SPEC_KITTY_TOKEN: "" })
    await box.run(["sync", "server", receiver.url])
    const login = box.start(["auth", "login", "--username", account.username, "--password-stdin"])
    login.stdin?.end(`${account.password}\n`)
    expect((await collect(login)).code).toBe(0)
  })
  afterEach(() => remove(box))

  const sync = () => syncJson(box, ["--all", "--wait", "30s"])
  const tallies = ({ data }: Synced) => (data?.missions ?? []).map(({ events }) => events)
  const eventsSent = (synced: Synced) => tallies(synced).reduce((total, { sent }) => total + sent, 0)

  it("H-14 H-17 D-38 takes a full sync of the sample project without a single refusal, everything once", async () => {
    const first = await sync()
    expect([first.exit_code, first.data?.delivery]).toEqual([0, "delivered"])
    expect(tallies(first).filter(({ duplicate, queued, rejected }) => duplicate + queued + rejected > 0)).toEqual([])
    const uploaded = confirmed(first, ["uploaded"])

    const { bodies, events, refused } = await receiver.seen()
    expect(refused).toEqual([])
    expect(events).toHaveLength(eventsSent(first))
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length)
    expect(bodies.map(({ hash, namespace, path }) => `${namespace.mission_slug} ${path} ${hash}`).sort())
      .toEqual(uploaded.map(({ mission, path }) => `${mission} ${path} ${diskHash(box, mission, path)}`).sort())
    expect([events.length, bodies.length].every((count) => count > 10)).toBe(true)

    const second = await sync()
    expect([second.exit_code, second.data?.delivery]).toEqual([0, "delivered"])
    expect(confirmed(second, ["uploaded", "queued"])).toEqual([])
    expect(confirmed(second, ["already_exists"])).toEqual(uploaded)
    const after = await receiver.seen()
    expect(after.refused).toEqual([])
    expect(after.bodies).toEqual(bodies)
    expect(after.events.slice(0, events.length)).toEqual(events)
  })
})
