import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { BuildId, NodeId, ProjectUuid } from "../../../domain/identity/ids.js"
import { ConfigInvalid, LegacyState } from "../../../domain/identity/projectErrors.js"
import { isRepoSlug } from "../../../domain/identity/repoSlug.js"
import { isLegacyName } from "../../../domain/mission/legacyFields.js"
import { emptyYaml, parseYaml, type YamlFile } from "../yaml/YamlFile.js"

/** What one file holds of the identity, decoded. Sections `project`, `build`, `node`. */
export interface StoredIdentity {
  readonly file: string
  readonly yaml: YamlFile
  readonly uuid: Option.Option<ProjectUuid>
  readonly slug: Option.Option<string>
  readonly repoSlug: Option.Option<string>
  readonly buildId: Option.Option<BuildId>
  readonly nodeId: Option.Option<NodeId>
}

/** The text of the file; none where it is absent. */
const readText = Effect.fn("readText")(function*(file: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const unreadable = (detail: string) => new ConfigInvalid({ file, line: null, detail })
  const bytes = yield* fileSystem.readFile(file).pipe(
    Effect.map(Option.some),
    Effect.catchTags({
      SystemError: (error) =>
        error.reason === "NotFound" ? Effect.succeedNone : Effect.fail(unreadable(`it can't be read (${error.reason})`)),
      BadArgument: (error) => Effect.fail(unreadable(error.message))
    })
  )
  return yield* Effect.transposeMapOption(bytes, (content) =>
    Effect.try({
      try: () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content),
      catch: () => unreadable("it is not UTF-8")
    }))
})

/** A scalar of the identity; none where it is absent, null or blank. */
const decodeScalar = <A>(file: string, yaml: YamlFile, path: readonly [string, string], schema: Schema.Schema<A, string>) =>
  Option.match(Option.filter(yaml.scalar(path), ({ value }) => value !== null && value !== ""), {
    onNone: () => Effect.succeedNone,
    onSome: ({ line, value }) =>
      Either.match(Schema.decodeUnknownEither(schema)(typeof value === "string" ? value.trim() : value), {
        onRight: Effect.succeedSome,
        onLeft: () =>
          Effect.fail(new ConfigInvalid({ file, line, detail: `${path.join(".")} must be a ${expectation(schema)}` }))
      })
  })

const expectation = (schema: Schema.Schema.Any): string => {
  const description = schema.ast.annotations[Symbol.for("effect/annotation/Description")]
  return typeof description === "string" ? description : "text"
}

const lowerCased = <A>(id: Schema.Schema<A, string>) =>
  Schema.compose(Schema.Lowercase, id).annotations({ description: expectation(id) })

const decodeStored = Effect.fn("decodeStored")(function*(file: string, yaml: YamlFile) {
  const legacy = yaml.findKey(isLegacyName)
  if (Option.isSome(legacy)) return yield* new LegacyState({ file, field: legacy.value })
  for (const section of ["project", "build", "node"]) {
    const misshapen = yaml.misshapen(section)
    if (Option.isSome(misshapen)) {
      return yield* new ConfigInvalid({ file, line: misshapen.value, detail: `${section} must be a mapping` })
    }
  }
  const repoSlug = yield* decodeScalar(file, yaml, ["project", "repo_slug"], Schema.String)
  return {
    file,
    yaml,
    uuid: yield* decodeScalar(file, yaml, ["project", "uuid"], lowerCased(ProjectUuid)),
    slug: yield* decodeScalar(file, yaml, ["project", "slug"], Schema.String),
    repoSlug: Option.filter(repoSlug, isRepoSlug),
    // `project.build_id` and `project.node_id` of the flat shape are committed, so clones share them: not read.
    buildId: yield* decodeScalar(file, yaml, ["build", "id"], lowerCased(BuildId)),
    nodeId: yield* decodeScalar(file, yaml, ["node", "id"], NodeId)
  } satisfies StoredIdentity
})

/** Reads one file of the identity; an absent one holds nothing. */
export const readStored = Effect.fn("readStored")(function*(file: string) {
  const text = yield* readText(file)
  return yield* decodeStored(file, Option.isNone(text) ? emptyYaml : yield* parseYaml(file, text.value))
})
