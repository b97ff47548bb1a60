import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as fs from "node:fs"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import * as ReceiverMain from "../src/layers/ReceiverMain.js"
import { open, type OpenConfig, SpecKittyError } from "../src/promise.js"
import { Receiver } from "../src/services/Receiver.js"
import { ReceiverAddress } from "../src/services/ReceiverAddress.js"
import { bodiesOfSmallMission, smallMission, temporaryProject } from "./fixtures/project.js"

const cleanUp: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})

const aProject = async (): Promise<OpenConfig> => {
  const scope = Effect.runSync(Scope.make())
  cleanUp.push(() => Effect.runPromise(Scope.close(scope, Exit.void)))
  const project = await Effect.runPromise(Scope.extend(temporaryProject(smallMission("001-alpha")), scope))
  return { project, home: `${project}-home` }
}

const token = "a-token-of-ours"

const aReceiver = async () => {
  const runtime = ManagedRuntime.make(
    ReceiverMain.layer({ port: 0, db: Option.none(), tokens: [Redacted.make(token)], faults: [] })
  )
  cleanUp.push(() => runtime.dispose())
  return {
    url: (await runtime.runPromise(ReceiverAddress)).url,
    ledger: () => runtime.runPromise(Effect.flatMap(Receiver, (receiver) => receiver.ledger))
  }
}

const outcomes = (bodies: ReadonlyArray<{ readonly artifact_path: string; readonly outcome: string }> | undefined) =>
  bodies?.filter(({ outcome }) => outcome !== "skipped").map(({ artifact_path, outcome }) => `${artifact_path} ${outcome}`).sort()

describe("the Promise facade", () => {
  it("U-43 B-01 opens a project, delivers it and says so", async () => {
    const { ledger, url } = await aReceiver()
    await using client = await open({ ...await aProject(), server: url, token })
    const { data, exitCode } = await client.sync()
    expect([data.delivery, exitCode]).toEqual(["delivered", 0])
    expect(outcomes(data.missions[0]?.bodies)).toEqual(bodiesOfSmallMission.map((artifact) => `${artifact} uploaded`))
    expect((await ledger()).bodies.length).toBe(3)
    expect((await client.status()).data.bodies["delivered"]).toBe(3)
  })

  it("U-28 without a server nothing is sent and nothing is queued", async () => {
    await using client = await open(await aProject())
    const { data } = await client.sync({ mission: "001" })
    expect([data.delivery, data.server]).toEqual(["nothing", null])
    expect((await client.status()).data.blocked).toBe("no_server")
  })

  it("B-11 U-27 a server that is away is no failure: everything is queued, and a later client delivers it", async () => {
    const config = await aProject()
    const away = await open({ ...config, server: "http://127.0.0.1:9", token })
    expect((await away.sync()).data.delivery).toBe("queued")
    await away.dispose()
    const { url } = await aReceiver()
    await using client = await open({ ...config, server: url, token })
    expect((await client.sync({ waitMs: 20_000 })).data.delivery).toBe("delivered")
  })

  it("U-45 a failure is one error type with code, why and what next", async () => {
    const folder = path.join((await aProject()).project, "..")
    await expect(open({ project: folder, home: folder })).rejects.toMatchObject({ code: "PROJECT-01", name: "SpecKittyError" })
    await using client = await open(await aProject())
    const failed: unknown = await client.sync({ mission: "no-such" }).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(SpecKittyError)
    expect(failed).toMatchObject({ code: "MISSION-01" })
    await expect(open({ ...await aProject(), server: "http://example.org" })).rejects.toMatchObject({ code: "SERVER-01" })
  })

  it("U-36 an aborted call lets go, and the client goes on", async () => {
    await using client = await open(await aProject())
    const why = new Error("no longer needed")
    await expect(client.sync({ signal: AbortSignal.abort(why) })).rejects.toBe(why)
    expect((await client.status()).data.bodies["captured"]).toBe(0)
  })

  it("U-36 B-11 a call that is aborted while it waits, or whose client goes, says so; what was queued is kept", async () => {
    const config = { ...await aProject(), server: "http://127.0.0.1:9", token }
    const client = await open(config)
    expect((await client.sync()).data.delivery).toBe("queued")
    const stop = new AbortController()
    const aborted = expect(client.sync({ waitMs: 60_000, signal: stop.signal })).rejects.toThrow("enough")
    stop.abort(new Error("enough"))
    await aborted
    const ended = expect(client.sync({ waitMs: 60_000, signal: new AbortController().signal })).rejects.toThrow("disposed")
    await client.dispose()
    await ended
    await expect(client.status()).rejects.toThrow("disposed")
    await using again = await open(config)
    expect((await again.status()).data.bodies["pending"]).toBe(3)
  })

  it("U-44 a blank home is refused: it never stands for the home of the machine's user", async () => {
    await expect(open({ ...await aProject(), home: " " })).rejects.toMatchObject({ code: "CONFIG-01", target: "home" })
  })

  it("U-44 E-07 reads no variable of the environment that is ours or names a server, a proxy or a home", async () => {
    const { url } = await aReceiver()
    const config = await aProject()
    const read = new Set<string>()
    const real = process.env
    process.env = new Proxy(real, {
      get: (target, name) => {
        if (typeof name === "string") read.add(name)
        return Reflect.get(target, name)
      }
    })
    try {
      await using client = await open({ ...config, server: url, token })
      await client.sync()
      await client.status()
    } finally {
      process.env = real
    }
    expect([...read].filter((name) => /^(SPEC_KITTY|XDG_|HOME$|USERPROFILE$|GIT_|CI$)|proxy/i.test(name))).toEqual([])
    expect(fs.existsSync(path.join(config.home, "projects"))).toBe(true)
  })
})
