import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as LeaseOwnerNode from "../../../src/layers/node/LeaseOwner.js"
import { Identifiers } from "../../../src/services/Identifiers.js"
import { LeaseOwner } from "../../../src/services/LeaseOwner.js"

const owner = LeaseOwnerNode.layer.pipe(
  Layer.provide(Layer.succeed(Identifiers, { uuid: Effect.succeed("nonce"), ulid: Effect.die("not used") }))
)

/** The pid of a process that has run and is gone. */
const deadPid = Effect.promise(async () => {
  const child = spawn(process.execPath, ["-e", "0"])
  await once(child, "exit")
  return child.pid ?? 0
})

const altered = (self: string, change: Record<string, unknown>): string =>
  JSON.stringify({ ...Object(JSON.parse(self)), ...change })

describe("LeaseOwner", () => {
  it.effect("G-Q8 this process, and a process of another host, are not gone", () =>
    Effect.gen(function*() {
      const { isGone, self } = yield* LeaseOwner
      expect(yield* isGone(self)).toBe(false)
      expect(yield* isGone(altered(self, { host: "elsewhere", pid: 2 ** 30 }))).toBe(false)
      expect(yield* isGone("not an owner")).toBe(false)
    }).pipe(Effect.provide(owner)))

  it.effect("G-Q8 a process that ended, one of an earlier boot, and one whose pid was used again are gone", () =>
    Effect.gen(function*() {
      const { isGone, self } = yield* LeaseOwner
      expect(yield* isGone(altered(self, { pid: yield* deadPid }))).toBe(true)
      expect(yield* isGone(altered(self, { boot: "an earlier one" }))).toBe(true)
      expect(yield* isGone(altered(self, { start: "1" }))).toBe(true)
    }).pipe(Effect.provide(owner)))
})
