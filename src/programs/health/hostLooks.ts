import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { notOk, ok } from "../../domain/health/Check.js"
import { HostFacts } from "../../services/HostFacts.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { Settings } from "../../services/Settings.js"
import { count, size } from "../cli/render/words.js"
import type { Look } from "./Look.js"
import { some } from "./some.js"

/** Less than this, and a queue of ordinary size may not fit. */
const enoughBytes = 256 * 1024 * 1024

export const nodeLook: Look<HostFacts> = {
  id: "host.node",
  title: "Node",
  observe: Effect.map(HostFacts, ({ node: { fits, running, wanted } }) =>
    fits ? ok(`Node ${running}, wanted ${wanted}`) : notOk("error", {
      evidence: `Node ${running}, wanted ${wanted}`,
      why: "this version of Node was never tried with spec-kitty",
      fix: `install Node ${wanted}`
    }))
}

export const homeLook: Look<HostFacts | Settings> = {
  id: "host.home",
  title: "Per-user state",
  observe: Effect.gen(function*() {
    const { home } = yield* Settings
    const host = yield* HostFacts
    const free = yield* host.freeBytes
    const writable = yield* host.homeWritable
    const space = Option.match(free, { onNone: () => "free space is not told", onSome: (n) => `${size(n)} free` })
    const evidence = `${space} at ${home}, ${writable ? "writable" : "not writable"}`
    if (!writable) {
      const fix = `make ${home} writable, or point SPEC_KITTY_HOME at a folder that is`
      return notOk("error", { evidence, why: "nothing can be queued where per-user state is kept", fix, target: home })
    }
    if (Option.isNone(free)) {
      const why = "the system does not tell how much is free"
      return notOk("unknown", { evidence, why, fix: null, target: home })
    }
    return free.value >= enoughBytes ? ok(evidence, home) : notOk("warning", {
      evidence,
      why: `less than ${size(enoughBytes)} is free, and what does not fit can't be queued`,
      fix: "free some disk space",
      target: home
    })
  })
}

/** Credentials, queue and consent are their owner's alone: files 0600, the folder 0700. */
export const privacyLook: Look<HostFacts | ProjectIdentityStore> = {
  id: "host.privacy",
  title: "Private files",
  observe: Effect.gen(function*() {
    const project = yield* (yield* ProjectIdentityStore).projectUuid
    const paths = yield* (yield* HostFacts).privatePaths(project)
    const open = paths.filter(({ mode }) => (mode & 0o077) !== 0)
    const shown = (found: typeof paths) => found.map(({ mode, path }) => `${path} 0${mode.toString(8)}`)
    const [first] = open
    if (first === undefined) {
      const seen = `${count(paths.length, "path")}: ${some(shown(paths), 6)}`
      return ok(paths.length === 0 ? "there is no private file yet" : seen)
    }
    return notOk("warning", {
      evidence: some(shown(open), 6),
      why: "others of this machine may open what is yours alone",
      fix: `run chmod go-rwx ${open.map(({ path }) => path).join(" ")}`,
      target: first.path
    })
  })
}
