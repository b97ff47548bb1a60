import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import { parse } from "yaml"
import { noTracker, type TrackerChange, trackerChanges, TrackerSection } from "../../../src/domain/tracker/TrackerSection.js"
import * as TrackerConfigNode from "../../../src/layers/node/TrackerConfig.js"
import { setScalars } from "../../../src/layers/node/yaml/setScalars.js"
import { ProjectIdentityStore } from "../../../src/services/ProjectIdentityStore.js"
import { TrackerConfig } from "../../../src/services/TrackerConfig.js"
import { checkoutLayer } from "./checkout.js"
import { type Checkout, committed, config, makeUnwritable, project, read } from "./identityWorld.js"

const using = <A, E>(checkout: Checkout, use: (config: TrackerConfig["Type"]) => Effect.Effect<A, E, ProjectIdentityStore>) =>
  Effect.flatMap(TrackerConfig, use).pipe(
    Effect.provide(TrackerConfigNode.layer.pipe(Layer.provideMerge(checkoutLayer(checkout.root, checkout.home))))
  )

const section = (over: Partial<typeof TrackerSection.Type> = {}) =>
  new TrackerSection({ provider: "linear", binding_ref: "bnd_42", display_label: "ACME / Billing", provider_context: { team: "BIL" }, ...over })
const changes = trackerChanges(noTracker, section())
const write = (checkout: Checkout, what: ReadonlyArray<TrackerChange> = changes) => using(checkout, (it) => it.write(what))

const written = `tracker:
  provider: linear
  binding_ref: "bnd_42"
  display_label: "ACME / Billing"
  provider_context: {"team": "BIL"}
`

describe("tracker in config.yaml", () => {
  it.scoped.each([
    ["no file", undefined, written],
    ["an empty one", "", written],
    ["other sections, comments and spacing", "# ours\nvcs: {type:   git}   # git\n\nagents:\n  available: [ claude,codex ]\n", `# ours\nvcs: {type:   git}   # git\n\nagents:\n  available: [ claude,codex ]\n${written}`],
    ["CRLF", "a:   1 # x\r\n", `a:   1 # x\r\n${written.replaceAll("\n", "\r\n")}`],
    ["keys of ours and of others, in their order", "tracker:\n  doctrine: {mode: external_authoritative}   # keep\n  provider: 'jira' # was\n  workspace: w\nlast: 1\n", "tracker:\n  doctrine: {mode: external_authoritative}   # keep\n  provider: linear # was\n  workspace: w\n  binding_ref: \"bnd_42\"\n  display_label: \"ACME / Billing\"\n  provider_context: {\"team\": \"BIL\"}\nlast: 1\n"],
    ["a context in block style", "tracker:\n  provider_context:\n    team: OLD\n    x: 1\n\n  # about the label\n  display_label: Old\nb: 2 # y\n", "tracker:\n  provider_context: {\"team\": \"BIL\"}\n\n  # about the label\n  display_label: \"ACME / Billing\"\n  provider: linear\n  binding_ref: \"bnd_42\"\nb: 2 # y\n"],
    ["a context in block style with a comment", "tracker:\n  provider: linear\n  provider_context: # c\n    team: OLD # d\n", "tracker:\n  provider: linear\n  binding_ref: \"bnd_42\"\n  display_label: \"ACME / Billing\"\n  provider_context: {\"team\": \"BIL\"} # c\n"],
    ["a section in flow style", "tracker: {provider: jira, workspace: w} # z\n", "tracker: {provider: linear, workspace: w, binding_ref: \"bnd_42\", display_label: \"ACME / Billing\", provider_context: {\"team\": \"BIL\"}} # z\n"],
    ["a context in flow style", "tracker:\n  provider_context: { team: OLD } # c\n", "tracker:\n  provider_context: {\"team\": \"BIL\"} # c\n  provider: linear\n  binding_ref: \"bnd_42\"\n  display_label: \"ACME / Billing\"\n"]
  ] as const)("I-12 I-07 every byte that is not ours stays: %s", ([_, before, after]) =>
    Effect.gen(function*() {
      const checkout = yield* project(before === undefined ? {} : { [config]: before })
      yield* write(checkout)
      expect(read(checkout, config)).toBe(after)
    }))

  const word = FastCheck.string({ unit: "grapheme", maxLength: 12 })
  it.prop("I-12 any label and context is read back as it was, and what stands around it is as it was", {
    label: FastCheck.option(word, { nil: null }),
    context: FastCheck.dictionary(word.filter((key) => key !== "__proto__"), FastCheck.option(word, { nil: null }), { maxKeys: 3 })
  }, ({ context, label }) => {
    const before = "# head\na:   [1,2] # x\ntracker: # ours\n  display_label: old   # was\n  provider_context:\n    k: v\nz: 'last'\n"
    const after = setScalars(before, [
      { path: ["tracker", "display_label"], value: label },
      { path: ["tracker", "provider_context"], value: context }
    ])
    expect(parse(after).tracker).toEqual({ display_label: label, provider_context: { ...context } })
    const lines = after.split("\n")
    expect([lines.slice(0, 3), lines.slice(-2)]).toEqual([["# head", "a:   [1,2] # x", "tracker: # ours"], ["z: 'last'", ""]])
    expect(lines[3]).toMatch(/ {3}# was$/)
  })

  it.scoped("I-12 what was written is what is read, and writing it again is no change", () =>
    Effect.gen(function*() {
      const checkout = yield* project({ [config]: "project:\n  repo_slug: acme/billing\n" })
      expect(yield* using(checkout, (it) => it.read)).toEqual({ section: noTracker, repoSlug: "acme/billing" })
      yield* write(checkout)
      const { section: found } = yield* using(checkout, (it) => it.read)
      expect(trackerChanges(found, section())).toEqual([])
    }))

  it.scoped("I-12 what a person wrote without quotes is text; what is no mapping is refused with its line", () =>
    Effect.gen(function*() {
      const checkout = yield* project({ [config]: "tracker:\n  provider: linear\n  binding_ref: 42\n  display_label:\n  provider_context: {team: 7, none: null}\n" })
      expect((yield* using(checkout, (it) => it.read)).section).toEqual(
        section({ binding_ref: "42", display_label: null, provider_context: { team: "7", none: null } })
      )
      const misshapen = yield* project({ [config]: "a: 1\ntracker: [x]\n" })
      const error = yield* Effect.flip(using(misshapen, (it) => it.read))
      expect([error._tag, "line" in error ? error.line : null]).toEqual(["ConfigInvalid", 2])
    }))

  it.scoped("I-19 legacy names are refused, not overwritten", () =>
    Effect.gen(function*() {
      const text = "project:\n  feature_slug: x\n"
      const checkout = yield* project({ [config]: text })
      expect((yield* Effect.flip(write(checkout)))._tag).toBe("LegacyState")
      expect(read(checkout, config)).toBe(text)
    }))

  it.scoped("I-12 U-34 whether it can be written is known before, and looking leaves nothing behind", () =>
    Effect.gen(function*() {
      const checkout = yield* project({ [config]: "a: 1\n" })
      const look = (it: TrackerConfig["Type"]) => it.checkWritable
      yield* using(checkout, look)
      expect([fs.readdirSync(path.join(checkout.root, ".kittify")), read(checkout, config)]).toEqual([["config.yaml"], "a: 1\n"])
      const frozen = yield* project()
      makeUnwritable(frozen)
      expect((yield* Effect.flip(using(frozen, look)))._tag).toBe("StateNotWritable")
    }))

  it.scoped("I-12 the permissions of the file stay", () =>
    Effect.gen(function*() {
      const checkout = yield* project({ [config]: "a: 1\n" })
      fs.chmodSync(path.join(checkout.root, config), 0o640)
      yield* write(checkout)
      expect(fs.statSync(path.join(checkout.root, config)).mode & 0o777).toBe(0o640)
    }))

  it.scopedLive("I-12 G-Q12 a writer of the identity and one of the binding at once lose nothing of each other", () =>
    Effect.gen(function*() {
      const checkout = yield* project({ [config]: "# head\n" })
      committed(checkout)
      const identity = using(checkout, () => Effect.flatMap(ProjectIdentityStore, (store) => store.ensure))
      yield* Effect.all([identity, write(checkout), identity, write(checkout)], { concurrency: "unbounded" })
      const { project: project_, tracker } = parse(read(checkout, config))
      expect([typeof project_.uuid, tracker.binding_ref]).toEqual(["string", "bnd_42"])
    }))
})
