import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { ContractViolations } from "../../domain/contract/ContractViolations.js"
import type { GatedBody, GatedEvent } from "../../domain/contract/Gated.js"
import { rebuildBody } from "../../domain/sync/rebuildItem.js"
import {
  changedContent, foreignRow, noText, noUpload, otherEvent, type RowFault, type Unusable
} from "../../domain/sync/Unusable.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { ContractGate } from "../../services/ContractGate.js"

/** What a queue keeps of an item, whatever it is kept in. Nothing of it is trusted. */
export interface StoredItem {
  readonly namespaceKey: string | null
  readonly subject: string
  readonly eventId: string | null
  readonly contentHash: string | null
  /** Null where the text is gone. */
  readonly text: string | null
  /** Why it can't be sent, where it was brought over from another queue as it was; absent or null for anything else. */
  readonly refusedCode?: string | null
  readonly refusedReason?: string | null
}

const undecodable = (reason: string, ...faults: ReadonlyArray<RowFault>): Unusable =>
  ({ reasonCode: "undecodable_row", reason, faults })

const refused = ({ violations, why }: ContractViolations): Unusable =>
  ({ reasonCode: "contract", reason: why, faults: violations })

const changed: Unusable = {
  reasonCode: "hash_mismatch",
  reason: "the stored content does not have its hash any more",
  faults: [changedContent]
}

/** Whether it was brought over from another queue as it was found there. */
export const isForeign = ({ refusedCode = null }: Pick<StoredItem, "refusedCode">): boolean => refusedCode !== null

/** What was brought over as it was goes back to quarantine for the reason that it came with. */
const refusedBefore = (stored: StoredItem): Effect.Effect<void, Unusable> =>
  isForeign(stored)
    ? Effect.fail({ reasonCode: stored.refusedCode ?? "", reason: stored.refusedReason ?? "", faults: [foreignRow] })
    : Effect.void

const NamespaceTexts = Schema.parseJson(Schema.Array(Schema.Unknown))
const decodeTexts = Schema.decodeUnknownOption(NamespaceTexts)

/** The nine fields as far as the row has them, for the gate to say which of them is wrong. */
const looseBody = ({ contentHash, namespaceKey, subject }: StoredItem, text: string) => {
  const [project_uuid, mission_slug, target_branch, mission_type, manifest_version] =
    Option.getOrElse(decodeTexts(namespaceKey), () => [])
  return {
    project_uuid, mission_slug, target_branch, mission_type, manifest_version,
    artifact_path: subject, content_hash: contentHash, hash_algorithm: "sha256", content_body: text
  }
}

/**
 * Judges stored items: the one decision behind a claim, which the gate so checks on the exact bytes at enqueue and again
 * at send (G-C1), and behind every look at what a claim would do.
 */
export const makeJudgeStored = Effect.gen(function*() {
  const gate = yield* ContractGate
  const hasher = yield* ContentHasher

  const judgeEvent = (stored: StoredItem): Effect.Effect<GatedEvent, Unusable> =>
    stored.text === null
      ? Effect.fail(undecodable("the row has no text", noText))
      : gate.eventText(stored.text).pipe(
        Effect.mapError(refused),
        Effect.filterOrFail(
          ({ value }) => value.event_id === stored.eventId,
          () => undecodable("the row and its text name different events", otherEvent)
        )
      )

  const noBody = (stored: StoredItem, text: string): Effect.Effect<never, Unusable> =>
    gate.check("body_sync", looseBody(stored, text)).pipe(
      Effect.match({ onSuccess: () => [noUpload], onFailure: ({ violations }) => violations }),
      Effect.flatMap((faults) => Effect.fail(undecodable("the row makes no body upload", ...faults)))
    )

  const judgeBody = (stored: StoredItem): Effect.Effect<GatedBody, Unusable> => {
    const { text } = stored
    if (text === null) return Effect.fail(undecodable("the row has no content", noText))
    const request = rebuildBody({ ...stored, text })
    if (Option.isNone(request)) return noBody(stored, text)
    return hasher.hash(text) === request.value.content_hash
      ? Effect.mapError(gate.body(request.value), refused)
      : Effect.fail(changed)
  }
  return {
    event: (stored: StoredItem) => Effect.zipRight(refusedBefore(stored), judgeEvent(stored)),
    body: (stored: StoredItem) => Effect.zipRight(refusedBefore(stored), judgeBody(stored))
  }
})
