import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { LamportClock } from "../../services/LamportClock.js"
import { QueueDatabase } from "./queue/QueueDatabase.js"

/** Kept in the queue's file: handing a value out and storing it is one transaction, over all processes (G-R8). */
export const layer = Layer.effect(
  LamportClock,
  Effect.map(QueueDatabase, ({ sql, write }) =>
    LamportClock.of({
      reserve: (count) =>
        write(Effect.map(
          sql<{ value: number }>`UPDATE lamport SET value = value + ${count} RETURNING value`,
          ([row]) => (row?.value ?? count) - count + 1
        ))
    }))
)
