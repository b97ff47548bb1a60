import * as Command from "@effect/platform/Command"
import * as CommandExecutor from "@effect/platform/CommandExecutor"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as os from "node:os"
import { ReportGround } from "../../services/ReportGround.js"
import { MachineAccount } from "./identity/machineAccount.js"
import { packageRoot } from "./packageRoot.js"
import { findProjectRoot } from "./Project.js"
import { Environment, stateHome, variable } from "./Settings.js"

type Variables = typeof Environment.Service

/** More files than this are not named beforehand: then their looks alone hide them. */
const filesAtMost = 20_000
const credentialsBytesAtMost = 65_536

const attempt = <A>(look: () => A, otherwise: A): Effect.Effect<A> => Effect.orElseSucceed(Effect.try(look), () => otherwise)

const installedAs = (root: string): "npx" | "package" | "checkout" =>
  /[/\\]_npx[/\\]/.test(root) ? "npx" : /[/\\]node_modules[/\\]/.test(root) ? "package" : "checkout"

/** Variables whose names say that they hold a secret, whosesoever it is. */
const secretName = /TOKEN|SECRET|PASSW|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL|AUTH|SESSION|COOKIE/i
const secretsIn = (environment: Variables): ReadonlyArray<string> =>
  Object.entries(environment).flatMap(([name, value = ""]) =>
    secretName.test(name) && value.trim().length >= 8 && !value.includes("/") ? [value.trim()] : name === "SPEC_KITTY_TOKEN" ? [value.trim()] : [])

/** Everything in quotes of the file of tokens, the server's address aside. */
const storedSecrets = (home: string): ReadonlyArray<string> => {
  const file = `${home}/credentials`
  const { size } = fs.lstatSync(file)
  return !fs.lstatSync(file).isFile() || size > credentialsBytesAtMost
    ? []
    : [...fs.readFileSync(file, "utf8").matchAll(/["']([^"'\n]{8,})["']/g)].flatMap(([, text = ""]) =>
      text.includes("://") || /^\d{4}-\d\d-\d\dT/.test(text) ? [] : [text])
}

const hostsIn = (environment: Variables): ReadonlyArray<string> => {
  const urls = ["SPEC_KITTY_SAAS_URL", "HTTPS_PROXY", "https_proxy"].flatMap((name) => {
    const text = environment[name] ?? ""
    return URL.canParse(text) ? [new URL(text).hostname] : []
  })
  const bypassed = ["NO_PROXY", "no_proxy"].flatMap((name) => (environment[name] ?? "").split(/[\s,]+/).map((host) => host.replace(/^\.|:\d+$/g, "")))
  return [...urls, ...bypassed].filter((host) => host.length > 1 && !/^(?:localhost|127\.[\d.]+|\[?::1\]?)$/i.test(host))
}

/** The missions of the project, and the files and folders below each, relative to it. No link is followed. */
const namesBelow = (folder: string) => {
  const missions = fs.readdirSync(folder, { withFileTypes: true })
  const artifacts = missions.flatMap((mission) => {
    if (!mission.isDirectory()) return []
    const root = `${folder}/${mission.name}`
    return fs.readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1).replaceAll("\\", "/"))
  })
  return { missions: missions.map(({ name }) => name), artifacts: artifacts.slice(0, filesAtMost) }
}

/** \`git version 2.43.0\`; none where git is absent or takes too long. */
const gitVersion = Effect.gen(function*() {
  const executor = yield* CommandExecutor.CommandExecutor
  return yield* executor.string(Command.make("git", "--version")).pipe(
    Effect.map((text) => text.trim().split("\n", 1)[0] ?? null),
    Effect.disconnect,
    Effect.timeout("5 seconds"),
    Effect.orElseSucceed(() => null)
  )
})

const make = Effect.fn("ReportGround.make")(function*(from: string) {
  const environment = yield* Environment
  const account = yield* MachineAccount
  const path = yield* Path.Path
  const context = yield* Effect.context<FileSystem.FileSystem | Path.Path | CommandExecutor.CommandExecutor>()
  const files = yield* FileSystem.FileSystem
  const ownRoot = Effect.orElseSucceed(packageRoot, () => "")
  const real = (folder: string) => Effect.orElseSucceed(files.realPath(folder), () => folder)

  const program = Effect.gen(function*() {
    return {
      node: process.versions.node,
      platform: process.platform,
      release: os.release(),
      arch: process.arch,
      installed: installedAs(yield* ownRoot),
      git: yield* gitVersion
    }
  })
  const hidden = Effect.gen(function*() {
    const start = yield* real(path.resolve(from))
    const project = yield* Effect.map(findProjectRoot(start), Option.getOrElse(() => start))
    const state = stateHome(environment, path)
    const home = Option.getOrElse(variable(environment, "HOME"), os.homedir)
    const marked = [[yield* ownRoot, "<package>"], [state, "<state>"], [home, "~"], [os.homedir(), "~"], [from, "<project>"], [project, "<project>"]] as const
    const spelled = yield* Effect.forEach(marked, ([folder, mark]) =>
      folder === "" ? Effect.succeed([]) : Effect.map(real(folder), (it) => [[folder, mark] as const, [it, mark] as const]))
    return {
      folders: spelled.flat().filter(([folder]) => path.isAbsolute(folder)),
      users: [account.user, ...["USER", "LOGNAME", "USERNAME"].flatMap((name) => environment[name] ?? []), path.basename(home)],
      hosts: [account.host, account.host.split(".", 1)[0] ?? "", environment["HOSTNAME"] ?? ""].filter((name) => name !== ""),
      servers: hostsIn(environment),
      secrets: [...secretsIn(environment), ...(yield* attempt(() => storedSecrets(state), []))],
      ...(yield* attempt(() => namesBelow(path.join(project, "kitty-specs")), { missions: [], artifacts: [] }))
    }
  })
  return ReportGround.of({ program: Effect.provide(program, context), hidden: Effect.provide(hidden, context) })
})

/** @param from where the project is looked for. */
export const layer = (from: string) => Layer.effect(ReportGround, make(from))
