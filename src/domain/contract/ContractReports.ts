import * as Schema from "effect/Schema"
import { ContractOrigin, FieldRule, ForbiddenNames } from "./ContractDocument.js"
import { Source } from "./FieldShape.js"

/** One field of a context, however deep. */
export const ContractField = Schema.Struct({
  /** RFC 6901 pointer into the payload; `*` stands for every item of a list. */
  pointer: Schema.String,
  required: Schema.Boolean,
  /** What its value is, in words. */
  value: Schema.String,
  /** Whether the rule is upstream's own, a narrower one of ours, or an addition. */
  source: Source
})
export type ContractField = typeof ContractField.Type

export const DescribedContext = Schema.Struct({
  name: Schema.String,
  about: Schema.String,
  /** Whether fields that are not listed are refused. */
  closed: Schema.Boolean,
  fields: Schema.Array(ContractField),
  rules: Schema.Array(FieldRule),
  /** Names that this context refuses beside those that every context refuses. */
  forbidden: Schema.Array(Schema.String)
})
export type DescribedContext = typeof DescribedContext.Type

/** `data` of `contract show --json` (`contract-show@1`). */
export class ContractShow extends Schema.Class<ContractShow>("spec-kitty/ContractShow")({
  contract_version: Schema.String,
  origin: Schema.Array(ContractOrigin),
  /** Names that no context takes, at any depth. */
  forbidden: ForbiddenNames,
  contexts: Schema.Array(DescribedContext)
}) {}

/** One broken rule of somebody's payload, and what to do about it. */
export const CheckedViolation = Schema.Struct({
  /** RFC 6901 pointer into the payload; empty for the payload itself. */
  pointer: Schema.String,
  rule: Schema.String,
  fix: Schema.String
})
export type CheckedViolation = typeof CheckedViolation.Type

/** `data` of `contract check --json` (`contract-check@1`). */
export class ContractCheck extends Schema.Class<ContractCheck>("spec-kitty/ContractCheck")({
  source: Schema.String,
  contract_version: Schema.String,
  /** What it was judged as: a context of the contract, `event` (envelope and payload together), `batch`, `bind_request` or `fixture`. */
  context: Schema.String,
  /** How many payloads it holds: 1, the events of a batch, or the payloads in the requests of a fixture. */
  payloads: Schema.NonNegativeInt,
  valid: Schema.Boolean,
  violations: Schema.Array(CheckedViolation)
}) {}

/** `data` of `contract verify --json` (`contract-verify@1`): what was looked at. */
export class ContractVerification extends Schema.Class<ContractVerification>("spec-kitty/ContractVerification")({
  file: Schema.String,
  contract_version: Schema.String,
  /** Of the file's content, taken now. */
  sha256: Schema.String,
  /** The one built into this version; equal, or the command fails with CONTRACT-01. */
  pinned_sha256: Schema.String,
  contexts: Schema.NonNegativeInt,
  origin: Schema.Array(ContractOrigin)
}) {}
