import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { Notices } from "../../../src/services/Notices.js"
import { ProjectIdentityStore } from "../../../src/services/ProjectIdentityStore.js"
import { checkoutLayer, git } from "./checkout.js"
import { temporaryFolder, writeFiles } from "./temporary.js"

/** A project folder, and the folder of per-user state it is used with. */
export interface Checkout {
  readonly root: string
  readonly home: string
}

/** A project folder with these files, and a folder for per-user state beside it. */
export const project = (files: Readonly<Record<string, string>> = {}) =>
  Effect.map(temporaryFolder, (folder): Checkout => {
    const [root, home] = [path.join(folder, "My_Project"), path.join(folder, "home")]
    fs.mkdirSync(path.join(root, "kitty-specs"), { recursive: true })
    fs.mkdirSync(home)
    writeFiles(root, Object.entries(files))
    return { root, home }
  })

/** Another folder beside the checkout's, used with the same per-user state. */
export const beside = ({ home, root }: Checkout, name: string): Checkout => ({ root: path.join(path.dirname(root), name), home })

const withStore = <A, E>({ home, root }: Checkout, use: (store: ProjectIdentityStore["Type"]) => Effect.Effect<A, E>) =>
  Effect.provide(Effect.flatMap(ProjectIdentityStore, use), checkoutLayer(root, home))

export const ensure = (checkout: Checkout) => withStore(checkout, (store) => store.ensure)
export const provisional = (checkout: Checkout) => withStore(checkout, (store) => store.provisional)
export const projectUuid = (checkout: Checkout) => withStore(checkout, (store) => store.projectUuid)
export const draft = (checkout: Checkout, text: string) => withStore(checkout, (store) => store.draft(text))

/** `ensure`, with what a person is told about it. */
export const ensureAndTell = ({ home, root }: Checkout) =>
  Effect.gen(function*() {
    const identity = yield* (yield* ProjectIdentityStore).ensure
    return { identity, told: yield* (yield* Notices).take }
  }).pipe(Effect.provide(checkoutLayer(root, home)))

export const config = ".kittify/config.yaml"
export const local = ".kittify/local.yaml"
export const read = ({ root }: Checkout, name: string) => fs.readFileSync(path.join(root, name), "utf8")

/** Replaces what the pattern finds in a file of the checkout. */
export const edit = (checkout: Checkout, name: string, pattern: RegExp, replacement: string) =>
  fs.writeFileSync(path.join(checkout.root, name), read(checkout, name).replace(pattern, replacement))

/** Makes the folder a repository with all of it committed. */
export const committed = ({ root }: Checkout) => {
  git(root, "init", "-q")
  git(root, "add", "-A", ".")
  git(root, "commit", "-q", "-m", "first")
}

/** As `cp -a` copies it. */
export const copy = (from: Checkout, to: Checkout) =>
  fs.cpSync(from.root, to.root, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })

/**
 * What an unwritable folder is to anyone, also to root: config.yaml is a link to a place where nothing can be made.
 */
export const makeUnwritable = ({ root }: Checkout) => {
  fs.mkdirSync(path.join(root, ".kittify/config.yaml.d"), { recursive: true })
  fs.symlinkSync("config.yaml.d/absent", path.join(root, config))
}
