import * as Schema from "effect/Schema"

/**
 * Base URL of a receiver, checked by `parseServerUrl`: https, or http on a literal loopback host; no user info, query
 * or fragment; no trailing slash (so that paths append).
 */
export const ServerUrl = Schema.NonEmptyString.pipe(Schema.brand("ServerUrl"))
export type ServerUrl = typeof ServerUrl.Type
