import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ContractFacts, QueueFileFacts } from "../../domain/bugreport/BugReport.js"
import { ContractGate } from "../../services/ContractGate.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { QueueAudit } from "../../services/QueueAudit.js"
import { QueueContents } from "../../services/QueueContents.js"
import { QueueView } from "../../services/QueueView.js"
import { VendoredContract } from "../../services/VendoredContract.js"
import { serverOfProject } from "../sync/serverInUse.js"
import type { FurtherNames } from "./bugReport.js"

/** What SQLite says of the queue's file; null where there is none. */
export const queueFilePart = Effect.gen(function*() {
  const file = yield* (yield* QueueAudit).file
  return Option.getOrNull(Option.map(file, (found): QueueFileFacts => ({
    path: found.path,
    size_bytes: found.sizeBytes,
    sqlite_version: found.sqliteVersion,
    application_id: found.applicationId,
    schema_version: found.schemaVersion,
    journal_mode: found.journalMode,
    faults: found.faults
  })))
})

/** The contract as it was read and verified just now. */
export const contractPart = Effect.gen(function*() {
  const { document } = yield* VendoredContract
  const { contexts } = yield* ContractGate
  const facts: ContractFacts = { contract_version: document.contract_version, sha256: document.sha256, contexts: contexts.length }
  return facts
})

/** So many refused rows are looked at for names; files that are gone and stand further behind are hidden by their looks. */
const rowsAtMost = 10_000

/** Missions and files of rows that were refused, gone from disk or not. */
export const refusedNames = Effect.gen(function*() {
  const rows = yield* (yield* QueueView).quarantined(rowsAtMost)
  const names: FurtherNames = {
    missions: rows.flatMap(({ missionSlug }) => missionSlug ?? []),
    artifacts: rows.flatMap(({ kind, subject }) => kind === "body" ? [subject] : [])
  }
  return names
})

/** The same of rows that can't be sent as they stand, which the checks name. */
export const unusableNames = Effect.gen(function*() {
  const { unusable } = yield* (yield* QueueContents).check
  const names: FurtherNames = {
    missions: unusable.flatMap(({ missionSlug }) => missionSlug ?? []),
    artifacts: unusable.map(({ subject }) => subject)
  }
  return names
})

/** Missions that a receiver has acknowledged. */
export const receivedNames = Effect.gen(function*() {
  const receipts = yield* (yield* QueueAudit).lastReceipts
  const names: FurtherNames = { missions: receipts.map(({ missionSlug }) => missionSlug) }
  return names
})

/** The server that the project sends to; one on this machine is no secret. */
export const serverNames = Effect.gen(function*() {
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  const server = yield* serverOfProject(project)
  const host = server._tag === "None" ? "localhost" : new URL(server.url).hostname
  const names: FurtherNames = { servers: /^(?:localhost|127\.|\[::1\])/.test(host) ? [] : [host] }
  return names
})
