import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Layer from "effect/Layer"
import { execFileSync } from "node:child_process"
import * as path from "node:path"
import * as Notices from "../../../src/layers/memory/Notices.js"
import * as CryptoRandom from "../../../src/layers/node/CryptoRandom.js"
import * as Git from "../../../src/layers/node/Git.js"
import * as Identifiers from "../../../src/layers/node/Identifiers.js"
import * as LeaseOwner from "../../../src/layers/node/LeaseOwner.js"
import * as Project from "../../../src/layers/node/Project.js"
import * as ProjectIdentityStore from "../../../src/layers/node/ProjectIdentityStore.js"
import * as ServerConsent from "../../../src/layers/node/ServerConsent.js"
import { Environment, layer as settings } from "../../../src/layers/node/Settings.js"

/** Git for setting scenes: no configuration of this machine, a fixed author. */
export const git = (folder: string, ...args: ReadonlyArray<string>): string =>
  execFileSync("git", ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "init.defaultBranch=main", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" }
  }).trim()

/** What a process started in this folder has, with all per-user state in `home`. */
export const checkoutLayer = (root: string, home: string, extra: Readonly<Record<string, string>> = {}) => {
  const environment = Layer.succeed(Environment, { PATH: process.env["PATH"], HOME: home, SPEC_KITTY_HOME: path.join(home, "state"), ...extra })
  return Layer.mergeAll(ProjectIdentityStore.layer, ServerConsent.layer).pipe(
    Layer.provideMerge(Layer.mergeAll(Git.layer, LeaseOwner.layer, settings({ projectRoot: root }))),
    Layer.provideMerge(Layer.mergeAll(Project.layer(root), Identifiers.layer, Notices.layer)),
    Layer.provideMerge(Layer.mergeAll(NodeContext.layer, CryptoRandom.layer)),
    Layer.provide(environment)
  )
}
