import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { ContractUnusable } from "../domain/contract/ContractUnusable.js"
import { faultsOf, totalDelay } from "../domain/receiver/Fault.js"
import type { LedgerNotFound, ReceiverNotListening, ReceiverUnavailable } from "../domain/receiver/receiverErrors.js"
import type { Receiver } from "../services/Receiver.js"
import type { ReceiverAddress } from "../services/ReceiverAddress.js"
import * as ReceiverServer from "./http/ReceiverServer.js"
import * as ReceiverMemory from "./memory/Receiver.js"
import * as ContentHasher from "./node/ContentHasher.js"
import * as ContractGate from "./node/ContractGate.js"
import * as ReceiverSqlite from "./sqlite/Receiver.js"

/** What a receiver serves, which faults it plays, and where it keeps what it took. */
export interface ReceiverMainOptions extends ReceiverServer.ReceiverServerOptions {
  /** Where to keep what was accepted; none: in memory, gone at the end. */
  readonly db: Option.Option<string>
}

const needs = Layer.merge(ContentHasher.layer, ContractGate.layer.pipe(Layer.provide(NodeContext.layer)))

/** The whole receiver, listening: what `receiver serve` runs, and the demo and tests embed. */
export const layer = (
  options: ReceiverMainOptions
): Layer.Layer<Receiver | ReceiverAddress, ReceiverNotListening | ReceiverUnavailable | ContractUnusable> => {
  const indexDelay = totalDelay(faultsOf(options.faults, "IndexDelay"))
  const receiver = Option.match(options.db, {
    onNone: () => ReceiverMemory.layer({ indexDelay }),
    onSome: (path) => ReceiverSqlite.layer(path, { indexDelay })
  })
  return ReceiverServer.layer(options).pipe(Layer.provideMerge(receiver), Layer.provide(needs))
}

/** The ledger of a file that a receiver writes or wrote: what `receiver ledger` reads. */
export const layerLedger = (db: string): Layer.Layer<Receiver, ReceiverUnavailable | LedgerNotFound> =>
  ReceiverSqlite.layerReadOnly(db)
