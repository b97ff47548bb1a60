import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { BuildId, NodeId, ProjectUuid } from "../../../domain/identity/ids.js"
import { ConfigInvalid, LegacyState } from "../../../domain/identity/projectErrors.js"
import { isRepoSlug } from "../../../domain/identity/repoSlug.js"
import { isLegacyName } from "../../../domain/mission/legacyFields.js"
import { readSmallFile } from "../readSmallFile.js"
import { emptyYaml, parseYaml, type YamlFile } from "../yaml/YamlFile.js"

/** What one file holds of the identity, decoded. Sections `project`, `build`, `node`. */
export interface StoredIdentity {
  readonly file: string
  readonly yaml: YamlFile
  readonly uuid: Option.Option<ProjectUuid>
  readonly slug: Option.Option<string>
  readonly repoSlug: Option.Option<string>
  readonly buildId: Option.Option<BuildId>
  /** Which checkout the build id was made for, as it is written. */
  readonly fingerprint: Option.Option<string>
  readonly nodeId: Option.Option<NodeId>
  /** `project.build_id` and `project.node_id` of the flat shape: clones share them where git tracks the file. */
  readonly flatBuildId: Option.Option<BuildId>
  readonly flatNodeId: Option.Option<NodeId>
}

/** The text of the file; none where it is absent. */
const readText = Effect.fn("readText")(function*(file: string) {
  return yield* Effect.transposeMapOption(yield* readSmallFile(file), (content) =>
    Effect.try({
      try: () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content),
      catch: () => new ConfigInvalid({ file, line: null, detail: "it is not UTF-8" })
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
  const flat = <A>(key: string, schema: Schema.Schema<A, string>) =>
    Effect.orElseSucceed(decodeScalar(file, yaml, ["project", key], schema), () => Option.none<A>())
  const repoSlug = yield* decodeScalar(file, yaml, ["project", "repo_slug"], Schema.String)
  return {
    file,
    yaml,
    uuid: yield* decodeScalar(file, yaml, ["project", "uuid"], lowerCased(ProjectUuid)),
    slug: yield* decodeScalar(file, yaml, ["project", "slug"], Schema.String),
    repoSlug: Option.filter(repoSlug, isRepoSlug),
    buildId: yield* decodeScalar(file, yaml, ["build", "id"], lowerCased(BuildId)),
    fingerprint: yield* decodeScalar(file, yaml, ["build", "fingerprint"], Schema.String),
    nodeId: yield* decodeScalar(file, yaml, ["node", "id"], NodeId),
    // One that is misshapen is no reason to refuse the file: nothing but an upgrade reads it.
    flatBuildId: yield* flat("build_id", lowerCased(BuildId)),
    flatNodeId: yield* flat("node_id", NodeId)
  } satisfies StoredIdentity
})

/** What a file of the identity would hold with this text. */
export const parseStored = Effect.fn("parseStored")(function*(file: string, text: string) {
  return yield* decodeStored(file, yield* parseYaml(file, text))
})

/** Reads one file of the identity; an absent one holds nothing. */
export const readStored = Effect.fn("readStored")(function*(file: string) {
  const text = yield* readText(file)
  return yield* decodeStored(file, Option.isNone(text) ? emptyYaml : yield* parseYaml(file, text.value))
})
