import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { type IdentityOrigin, type IdentityPart, IdentityReport } from "../../domain/identity/IdentityReport.js"
import { projectSlugOf, repoSlugOf } from "../../domain/identity/repoSlug.js"
import { Git } from "../../services/Git.js"
import { IdentityOrigins } from "../../services/IdentityOrigins.js"
import { Project } from "../../services/Project.js"
import { findIdentity, type FoundIdentity } from "./identity/findIdentity.js"
import { MachineAccount, nodeIdOf } from "./identity/machineAccount.js"
import type { StoredIdentity } from "./identity/storedIdentity.js"

type YamlPath = readonly [section: string, key: string]

const lineOf = ({ yaml }: StoredIdentity, path: YamlPath): number | null =>
  Option.getOrNull(Option.map(yaml.scalar(path), ({ line }) => line))

/** Inside the project by its name there. */
const fileName = Effect.fn("IdentityOrigins.fileName")(function*({ file }: StoredIdentity) {
  const path = yield* Path.Path
  const inProject = path.relative((yield* Project).root, file)
  return inProject.startsWith("..") || path.isAbsolute(inProject) ? file : inProject.replaceAll(path.sep, "/")
})

const origin = (kind: IdentityOrigin["kind"]): IdentityOrigin => ({ kind, file: null, line: null })

/** The first of the files that has the value. */
const inFiles = (
  files: ReadonlyArray<StoredIdentity>,
  path: YamlPath,
  valueOf: (stored: StoredIdentity) => Option.Option<string>
) =>
  Effect.transposeMapOption(
    Option.fromNullable(files.find((stored) => Option.isSome(valueOf(stored)))),
    Effect.fn("IdentityOrigins.inFiles")(function*(stored) {
      const place: IdentityOrigin = { kind: "file", file: yield* fileName(stored), line: lineOf(stored, path) }
      return { value: Option.getOrNull(valueOf(stored)), origin: place }
    })
  )
type Told = Pick<IdentityPart, "value" | "origin">

const derivedSlug = Effect.gen(function*() {
  const remote = yield* (yield* Git).remoteUrl
  const path = yield* Path.Path
  const fromRemote = projectSlugOf(remote, "")
  const told: Told = fromRemote === null
    ? { value: projectSlugOf(Option.none(), path.basename((yield* Project).root)), origin: origin("folder_name") }
    : { value: fromRemote, origin: origin("git_remote") }
  return told
})

const derivedRepoSlug = Effect.gen(function*() {
  const slug = Option.flatMap(yield* (yield* Git).remoteUrl, repoSlugOf)
  const told: Told = { value: Option.getOrNull(slug), origin: origin(Option.isSome(slug) ? "git_remote" : "none") }
  return told
})

const machineNode = Effect.map(MachineAccount, ({ host, user }): Told => ({
  value: nodeIdOf(host, user),
  origin: origin("machine_account")
}))

const notYet: Told = { value: null, origin: origin("first_use") }

const partsOf = Effect.fn("IdentityOrigins.parts")(function*({ config, nodeId, outside, place, source }: FoundIdentity) {
  const project = [config, ...Option.toArray(outside)]
  const own = Option.toArray(source)
  const node = Option.isNone(nodeId) ? [] : own.length === 0 ? [place] : own
  const or = <E, R>(found: Option.Option<Told>, otherwise: Effect.Effect<Told, E, R>) =>
    Option.isSome(found) ? Effect.succeed(found.value) : otherwise
  const told: ReadonlyArray<IdentityPart> = [
    {
      part: "project.uuid",
      ...(yield* or(yield* inFiles(project, ["project", "uuid"], ({ uuid }) => uuid), Effect.succeed(notYet)))
    },
    { part: "project.slug", ...(yield* or(yield* inFiles(project, ["project", "slug"], ({ slug }) => slug), derivedSlug)) },
    { part: "build.id", ...(yield* or(yield* inFiles(own, ["build", "id"], ({ buildId }) => buildId), Effect.succeed(notYet))) },
    { part: "node.id", ...(yield* or(yield* inFiles(node, ["node", "id"], (stored) => stored.nodeId), machineNode)) },
    {
      part: "repo_slug",
      ...(yield* or(yield* inFiles([config], ["project", "repo_slug"], ({ repoSlug }) => repoSlug), derivedRepoSlug))
    }
  ]
  return told
})

const foreignOf = ({ foreign }: FoundIdentity) =>
  Effect.transposeMapOption(
    Option.flatMap(foreign, (stored) => Option.map(stored.buildId, (build_id) => ({ build_id, stored }))),
    ({ build_id, stored }) => Effect.map(fileName(stored), (file) => ({ build_id, file, line: lineOf(stored, ["build", "id"]) }))
  )

const keptIn = ({ config, local, outside, source, uuid }: FoundIdentity): IdentityReport["kept_in"] => {
  if (Option.isSome(outside)) return "user_folder"
  if (Option.isNone(uuid) && Option.isNone(source)) return "nowhere"
  return Option.isSome(config.uuid) || Option.isSome(local.buildId) ? "checkout" : "nowhere"
}

const report = Effect.gen(function*() {
  const found = yield* findIdentity
  return new IdentityReport({
    parts: yield* partsOf(found),
    kept_in: keptIn(found),
    foreign_build: Option.getOrNull(yield* foreignOf(found))
  })
})

/** What the files of this checkout, git and the machine say. */
export const layer = Layer.effect(
  IdentityOrigins,
  Effect.map(Effect.context<Effect.Effect.Context<typeof report>>(), (context) =>
    IdentityOrigins.of({ report: Effect.provide(report, context) }))
)
