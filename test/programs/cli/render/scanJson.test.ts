import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as path from "node:path"
import { scan } from "../../../../src/compositions/scan.js"
import { Environment } from "../../../../src/layers/node/Settings.js"
import { ScanEnvelope } from "../../../../src/programs/cli/envelopes.js"
import { type } from "../support.js"

const sample = path.join(import.meta.dirname, "..", "..", "..", "..", "examples", "sample-project")

it.live("U-05 the JSON of a scan, written without its schema, is to the letter what the schema would have written", () =>
  Effect.gen(function*() {
    const { stdout } = yield* type(["dossier", "scan", "--all", "--no-emit", "--json", "--project", sample], { handlers: { scan } })
    const written: unknown = JSON.parse(stdout.join("\n"))
    const answer = Schema.decodeUnknownSync(ScanEnvelope)(written, { onExcessProperty: "error" })
    expect(answer.data?.missions.length).toBeGreaterThan(1)
    expect(answer.data?.missions.flatMap(({ artifacts }) => artifacts).length).toBeGreaterThan(10)
    expect(Schema.encodeSync(ScanEnvelope)(answer)).toStrictEqual(written)
  }).pipe(Effect.provideService(Environment, { PATH: process.env["PATH"], HOME: "/nonexistent" })))
