import * as DateTime from "effect/DateTime"
import { Instant } from "../../domain/text.js"

/** Milliseconds since 1970 as RFC 3339 in UTC. */
export const instantOf = (ms: number): Instant => Instant.make(DateTime.formatIso(DateTime.unsafeMake(ms)))
