import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as fs from "node:fs"
import * as path from "node:path"
import { parse } from "yaml"
import { committed, config, type Checkout, ensure, ensureAndTell, local, project, projectUuid, provisional, read } from "./identityWorld.js"

const uuid = "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10"
const configText = `# ours\nproject:\n  uuid: ${uuid} # never change\n  slug: billing\nvcs: {type: git}\n`

/** How reading ends: an identity, or the error with its place; never a defect. */
const ends = (checkout: Checkout) =>
  Effect.either(provisional(checkout)).pipe(Effect.map(Either.match({
    onLeft: (error) => `${error._tag} ${"file" in error ? path.basename(error.file) : ""}`,
    onRight: ({ build_id, project_uuid }) => project_uuid === uuid ? `${uuid} ${build_id}` : "another project"
  })))

/** A project with an identity; config.yaml is tracked, so build and node are in local.yaml. */
const world = Effect.gen(function*() {
  const here = yield* project({ [config]: configText })
  committed(here)
  return { here, identity: yield* ensure(here) }
})

const damaged = (name: string, contents: ReadonlyArray<string | Uint8Array>) =>
  Effect.gen(function*() {
    const { here, identity } = yield* world
    const file = path.join(here.root, name)
    const said = yield* Effect.forEach(contents, (content) => {
      fs.writeFileSync(file, content)
      return Effect.tap(ends(here), () => expect(fs.readFileSync(file).equals(Buffer.from(content))).toBe(true))
    })
    return { here, identity, said }
  })

const cutAtEveryByte = (text: string) => Array.from({ length: Buffer.byteLength(text) }, (_, length) => Buffer.from(text).subarray(0, length))
const bomb = `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array.from({ length: 9 }, () => `*a${n}`).join(",")}]\n`).join("")}`
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")])

describe("damaged identity files", () => {
  it.scopedLive("G-Q13 config.yaml cut off at any byte is an identity or is named, and is left as it is", () =>
    Effect.gen(function*() {
      const { said } = yield* damaged(config, cutAtEveryByte(configText))
      // Before the uuid has begun there is no project yet; inside it the file is named; behind it all is well.
      const stages = said.map((it) => it.startsWith(uuid) ? "same" : it)
      expect(new Set(stages)).toEqual(new Set(["another project", "ConfigInvalid config.yaml", "same"]))
      const begun = configText.indexOf(uuid) + 1
      expect(stages.slice(begun, begun + uuid.length - 1)).toEqual(Array.from({ length: uuid.length - 1 }, () => "ConfigInvalid config.yaml"))
    }), 60_000)

  it.scopedLive("G-Q13 I-08 local.yaml cut off at any byte never gives another checkout's id, and the project stays what it is", () =>
    Effect.gen(function*() {
      const { here: source, identity } = yield* world
      const { said } = yield* damaged(local, cutAtEveryByte(read(source, local)))
      for (const it of said) expect(it === "ConfigInvalid local.yaml" || it.startsWith(`${uuid} `), it).toBe(true)
      expect(said.filter((it) => it === "ConfigInvalid local.yaml").length).toBeGreaterThan(30)
      // A fingerprint that is cut off vouches for nothing, though the id before it is whole.
      const whole = said.filter((it) => it.endsWith(identity.build_id))
      expect(whole.length).toBeLessThan(said.length / 3)
    }), 300_000)

  const strange: ReadonlyArray<readonly [string, string | Uint8Array, RegExp]> = [
    ["UTF-16", utf16(configText), /^ConfigInvalid/],
    ["a mark of the order of bytes", `\ufeff${configText}`, /^0f6f/],
    ["CRLF", configText.replaceAll("\n", "\r\n"), /^0f6f/],
    ["a key twice", `${configText}project:\n  uuid: ${uuid}\n`, /^ConfigInvalid/],
    ["__proto__", `__proto__:\n  project: {uuid: x}\n${configText}`, /^0f6f/],
    ["__proto__ and no project", `__proto__:\n  project:\n    uuid: ${uuid}\n`, /^another project$/],
    ["a chain of aliases that multiply", `${bomb}${configText}`, /^0f6f/],
    ["the section as an alias", `base: &b {uuid: ${uuid}}\nproject: *b\n`, /^ConfigInvalid/],
    ["the value as an alias", `base: &b ${uuid}\nproject: {uuid: *b}\n`, /^ConfigInvalid/],
    ["a tag", `project: !!python/object/apply:os.system {uuid: ${uuid}}\n`, /^(0f6f|ConfigInvalid)/],
    ["a tag at the value", `project:\n  uuid: !!binary ${uuid}\n`, /^(0f6f|ConfigInvalid)/],
    ["a number", "project:\n  uuid: 12\n", /^ConfigInvalid/],
    ["bytes that are no text", Uint8Array.from([0x70, 0xff, 0xfe, 0x00]), /^ConfigInvalid/],
    ["zeros", new Uint8Array(4096), /^(ConfigInvalid|another project)/],
    ["two documents", `${configText}---\n${configText}`, /^ConfigInvalid/],
    ["an unknown alias", `${configText}x: *nobody\n`, /^(0f6f|ConfigInvalid)/],
    ["brackets without end", `${"[".repeat(2000)}\n`, /^ConfigInvalid/],
    ["lists in each other", `${configText}x: ${"[".repeat(2_000)}${"]".repeat(2_000)}\n`, /^(0f6f|ConfigInvalid)/],
    ["a line of 250 kB", `${configText}x: "${"y".repeat(250_000)}"\n`, /^0f6f/],
    ["a line of 10 MB", `${configText}x: "${"y".repeat(10_000_000)}"\n`, /^ConfigInvalid/]
  ]
  it.scopedLive.each(strange)("G-Q13 config.yaml with %s ends in a typed result", ([, content, expected]) =>
    Effect.map(damaged(config, [content]), ({ said }) => expect(said[0]).toMatch(expected)), 60_000)

  it.scopedLive.each(strange)("G-Q13 local.yaml with %s ends in a typed result", ([, content]) =>
    Effect.map(damaged(local, [content]), ({ said }) => expect(said[0]).toMatch(/^(ConfigInvalid local\.yaml|0f6f)/)), 60_000)

  it.scopedLive("G-Q13 once the damaged file is put right, or away, everything goes on", () =>
    Effect.gen(function*() {
      const { here, identity } = yield* world
      const good = read(here, local)
      fs.writeFileSync(path.join(here.root, local), "build: [\n")
      expect((yield* Effect.flip(ensure(here)))._tag).toBe("ConfigInvalid")
      fs.writeFileSync(path.join(here.root, local), good)
      expect(yield* ensure(here)).toEqual(identity)
      fs.rmSync(path.join(here.root, local))
      const anew = yield* ensure(here)
      expect([anew.project_uuid, anew.build_id === identity.build_id]).toEqual([uuid, false])
    }))
})

describe("identity files that are written", () => {
  it.scopedLive("G-Q12 a reader that looks all the time sees the file as it was or whole, never part of it", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: configText })
      const wrong: Array<string> = []
      const look = Effect.sync(() => {
        const text = read(here, config)
        const id = parse(text).build?.id
        if (text !== configText && !(text.startsWith(configText) && typeof id === "string" && id.length === 36 && /node:\n {2}id: [0-9a-f]{12}\n$/.test(text))) wrong.push(text)
      })
      const identities = yield* Effect.race(
        Effect.forEach(Array.from({ length: 5 }), () =>
          Effect.tap(ensure(here), () => Effect.sync(() => fs.writeFileSync(path.join(here.root, ".kittify/next"), configText))).pipe(
            Effect.tap(() => Effect.sync(() => fs.renameSync(path.join(here.root, ".kittify/next"), path.join(here.root, config))))
          )),
        Effect.forever(Effect.zipRight(look, Effect.async<void>((resume) => void setImmediate(() => resume(Effect.void)))))
      )
      expect(new Set(identities.map(({ build_id }) => build_id)).size).toBe(5)
      expect(wrong).toEqual([])
    }))

  it.scopedLive.each([
    ["a folder", (file: string) => fs.mkdirSync(file)],
    ["a link", (file: string) => fs.symlinkSync("/dev/null", file)]
  ] as const)("G-Q12 %s in the place of local.yaml is not replaced: the identity is kept elsewhere, or the file is named", ([, put]) =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: configText })
      committed(here)
      const file = path.join(here.root, local)
      put(file)
      const before = fs.lstatSync(file).mode
      const said = yield* Effect.either(ensureAndTell(here))
      expect(fs.lstatSync(file).mode).toBe(before)
      const summary = Either.match(said, { onLeft: ({ _tag }) => _tag, onRight: ({ told }) => told.map(({ code }) => code).join() })
      expect(["ConfigInvalid", "IDENTITY-01"]).toContain(summary)
      expect(yield* projectUuid(here)).toMatchObject(Either.isLeft(said) ? {} : { _tag: "Some" })
    }).pipe(Effect.catchTag("ConfigInvalid", ({ file }) => Effect.sync(() => expect(path.basename(file)).toBe("local.yaml")))))
})
