import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { parse } from "yaml"
import {
  beside, type Checkout, committed, config, copy, draft, ensure, local, makeUnwritable, project, read
} from "./identityWorld.js"

const uuid = "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10"
const flatBuild = "6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22"
const flat = `# ours\nproject:\n  uuid: ${uuid}\n  slug: billing\n  node_id: 1f9c03ab77de\n  build_id: ${flatBuild}\n`

const stepsOf = ({ steps }: Effect.Effect.Success<ReturnType<typeof draft>>) =>
  Object.fromEntries(steps.map(({ part, path: file, step }) => [part, `${step} ${file}`]))
const files = ({ home, root }: Checkout) =>
  [root, home].flatMap((folder) => fs.readdirSync(folder, { recursive: true, encoding: "utf8" })).sort()

describe("the identity as an upgrade would leave it", () => {
  it.scopedLive("I-07 I-22 is what ensure leaves, and drafting it writes nothing", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: "vcs: {type: git}\n" })
      const before = files(here)
      const made = yield* draft(here, read(here, config))
      expect(files(here)).toEqual(before)
      expect(stepsOf(made)).toEqual({
        "project.uuid": `make ${config}`, "project.slug": `make ${config}`, "build.id": `make ${config}`, "node.id": `make ${config}`
      })
      expect(made.files.map((file) => file.path)).toEqual([config])
      fs.writeFileSync(path.join(here.root, config), made.files[0]?.after ?? "")
      expect(yield* ensure(here)).toEqual(made.identity)
      expect(read(here, config)).toBe(made.files[0]?.after)
      const again = yield* draft(here, read(here, config))
      expect([again.files, again.identity]).toEqual([[], made.identity])
      expect(new Set(again.steps.map(({ step }) => step))).toEqual(new Set(["keep"]))
    }))

  it.scopedLive("I-22 carries flat ids where git does not track config.yaml, with this checkout's fingerprint", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: flat })
      const { files: [file], identity, steps } = yield* draft(here, flat)
      expect(identity).toMatchObject({ project_uuid: uuid, build_id: flatBuild, node_id: "1f9c03ab77de" })
      expect(steps.map(({ part, step }) => [part, step])).toEqual([
        ["project.uuid", "keep"], ["project.slug", "keep"], ["build.id", "carry"], ["node.id", "carry"]
      ])
      expect(file?.after.startsWith(flat)).toBe(true)
      fs.writeFileSync(path.join(here.root, config), file?.after ?? "")
      expect((yield* ensure(here)).build_id).toBe(flatBuild)
      const there = beside(here, "copy")
      copy(here, there)
      expect((yield* ensure(there)).build_id).not.toBe(flatBuild)
    }))

  it.scopedLive("I-08 I-22 carries no flat id that clones share: build and node are made beside a tracked config.yaml", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: flat })
      committed(here)
      const made = yield* draft(here, flat)
      expect(made.identity.build_id).not.toBe(flatBuild)
      expect(stepsOf(made)).toMatchObject({ "project.uuid": `keep ${config}`, "build.id": `make ${local}`, "node.id": `make ${local}` })
      expect(made.files.map((file) => file.path)).toEqual([local])
      expect(parse(made.files[0]?.after ?? "")).toMatchObject({ build: { id: made.identity.build_id } })
    }))

  it.scopedLive("I-08 says of a copy that its id is another checkout's, and carries what was kept outside", () =>
    Effect.gen(function*() {
      const here = yield* project()
      yield* ensure(here)
      const there = beside(here, "copy")
      copy(here, there)
      const copied = yield* draft(there, read(there, config))
      expect(copied.steps.find(({ part }) => part === "build.id")).toMatchObject({
        step: "make", note: "the stored one belongs to another checkout"
      })
      const closed = beside(here, "closed")
      fs.mkdirSync(path.join(closed.root, "kitty-specs"), { recursive: true })
      makeUnwritable(closed)
      const kept = yield* ensure(closed)
      const carried = yield* draft(closed, "")
      expect(carried.identity).toEqual(kept)
      expect(new Set(carried.steps.map(({ step }) => step))).toEqual(new Set(["carry"]))
    }))
})
