import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as fs from "node:fs"
import * as path from "node:path"
import { Receiver, ReceiverAddress } from "spec-kitty-effect"
import { ReceiverMain } from "spec-kitty-effect/testing"
import { deliver } from "../src/plain.js"
import { temporaryFolder } from "./temporary.js"

const mission = JSON.stringify({ mission_slug: "001-alpha", mission_number: 1, mission_type: "software-dev", target_branch: "main" })

/** A receiver of this test alone, on a port of 127.0.0.1 that the system chooses. */
const receiver = ReceiverMain.layer({ port: 0, db: Option.none(), tokens: [Redacted.make("secret")], faults: [] })

it.scopedLive("the Promise facade delivers to a receiver in this process", () =>
  Effect.gen(function*() {
    const folder = yield* temporaryFolder
    const directory = path.join(folder, "project", "kitty-specs", "001-alpha")
    fs.mkdirSync(directory, { recursive: true })
    fs.writeFileSync(path.join(directory, "meta.json"), mission)
    fs.writeFileSync(path.join(directory, "spec.md"), "# Alpha\n")
    const { url } = yield* ReceiverAddress
    const config = { project: path.join(folder, "project"), home: path.join(folder, "home"), server: url, token: "secret" }
    expect(yield* Effect.promise(() => deliver(config))).toBe("delivered: 1 bodies")
    const { bodies } = yield* (yield* Receiver).ledger
    expect(bodies.map(({ path }) => path)).toEqual(["spec.md"])
    expect(yield* Effect.promise(() => deliver({ ...config, project: folder }))).toMatch(/^PROJECT-01: /)
  }).pipe(Effect.provide(receiver)))
