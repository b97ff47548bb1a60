import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { ArtifactPath, ContentHash } from "../../domain/dossier/Artifact.js"
import type { BodyRequest } from "../../domain/sync/BodyRequest.js"
import type { BodyClaim } from "../../domain/sync/Claim.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import {
  Forbidden, IndexEntryNotFound, NamespaceNotFound, TargetFault, UploadRejected
} from "../../domain/sync/transportErrors.js"
import { routes } from "../../domain/wire/routes.js"
import { BodyTransport } from "../../services/BodyTransport.js"
import { type Exchanged, makeExchange, uncorrelated } from "./exchange.js"

/** 201 and 200 echo what they acknowledge (047 push-content contract). */
const decodeReceipt = Schema.decodeUnknownOption(Schema.Struct({
  status: Schema.Literal("stored", "already_exists"),
  artifact_path: ArtifactPath,
  content_hash: ContentHash
}))
const decodeNotYet = Schema.decodeUnknownOption(Schema.Struct({
  error: Schema.Literal("index_entry_not_found", "namespace_not_found")
}))

const acknowledged = (body: BodyRequest, exchanged: Exchanged) =>
  exchanged.json.pipe(
    Option.flatMap(decodeReceipt),
    Option.filter((receipt) =>
      receipt.artifact_path === body.artifact_path && receipt.content_hash === body.content_hash
    ),
    Option.match({
      onNone: () => uncorrelated(exchanged, "this path and hash"),
      onSome: ({ status }) => Effect.succeed(status === "stored" ? "uploaded" as const : status)
    })
  )

const notFound = ({ json, reason }: Exchanged) =>
  Option.match(Option.flatMap(json, decodeNotYet), {
    onNone: () => new TargetFault({ kind: "wrong_server", reason }),
    onSome: ({ error }) =>
      error === "index_entry_not_found" ? new IndexEntryNotFound({ reason }) : new NamespaceNotFound({ reason })
  })

/** Whether the text names this very artifact: its hash, or its path and not a longer one that holds it. */
const namesItem = (said: string, { artifact_path: path, content_hash: hash }: BodyRequest): boolean => {
  const isPartOfPath = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_/-]/u.test(character)
  const namedAt = (from: number): boolean => {
    const at = said.indexOf(path, from)
    if (at < 0) return false
    return !isPartOfPath(said[at - 1]) && !isPartOfPath(said[at + path.length]) || namedAt(at + path.length)
  }
  return said.includes(hash) || namedAt(0)
}

const decide = (body: BodyRequest, exchanged: Exchanged) => {
  if (exchanged.meaning._tag === "Accepted") return acknowledged(body, exchanged)
  const { meaning, reason, said } = exchanged
  switch (meaning._tag) {
    case "NotFound":
      return notFound(exchanged)
    case "Forbidden":
      return new Forbidden({ reason, namesItem: namesItem(said, body) })
    case "TooLarge":
      return new UploadRejected({ reasonCode: "too_large", reason })
    case "Invalid":
      return new UploadRejected({ reasonCode: "invalid", reason })
    case "Refused":
      return new UploadRejected({ reasonCode: "refused", reason })
  }
}

const make = Effect.gen(function*() {
  const exchange = yield* makeExchange
  const push = Effect.fn("BodyTransport.push")(function*(server: ServerUrl, { body }: BodyClaim) {
    const answer = yield* exchange({ server, path: routes.push, body: new TextEncoder().encode(body.json), headers: {} })
    return yield* decide(body.value, answer)
  })
  return BodyTransport.of({ push })
})

/** `POST {server}/api/dossier/push-content/`, one artifact each; what an answer means: `domain/sync/classifyStatus`. */
export const layer = Layer.effect(BodyTransport, make)
