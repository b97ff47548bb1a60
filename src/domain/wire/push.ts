import * as Schema from "effect/Schema"
import { ArtifactPath, ContentHash } from "../dossier/Artifact.js"

const echo = {
  artifact_path: ArtifactPath.annotations({ description: "The path that was sent.", examples: [ArtifactPath.make("spec.md")] }),
  content_hash: ContentHash.annotations({
    description: "The hash that was sent.",
    examples: [ContentHash.make("b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060")]
  })
}

/** 201: the body is stored now. It echoes what it speaks of, or it counts for nothing (047). */
export const BodyStored = Schema.Struct({
  status: Schema.Literal("stored").annotations({ description: "It is stored now.", examples: ["stored"] }),
  ...echo
}).annotations({ identifier: "BodyStored", description: "The body is stored." })

/** 200: it was stored before (047). */
export const BodyAlreadyExists = Schema.Struct({
  status: Schema.Literal("already_exists").annotations({
    description: "It was stored before.",
    examples: ["already_exists"]
  }),
  ...echo
}).annotations({ identifier: "BodyAlreadyExists", description: "This namespace, path and hash was stored before." })

/** 404: the event that makes the index entry or the namespace may still be on its way (047). */
export const NotThereYet = Schema.Struct({
  error: Schema.Literal("index_entry_not_found", "namespace_not_found").annotations({
    description: "What is not there yet.",
    examples: ["index_entry_not_found"]
  }),
  detail: Schema.String.annotations({
    description: "Which one, for people.",
    examples: ["artifact spec.md with this hash is not indexed yet for 071-invoice-export"]
  })
}).annotations({ identifier: "NotThereYet", description: "Try again: the event that makes it may still be on its way." })
