import * as Schema from "effect/Schema"

/** 200 of `GET /api/v1/sync/health/`. */
export const Healthy = Schema.Struct({
  status: Schema.Literal("ok").annotations({ description: "Always ok.", examples: ["ok"] })
}).annotations({ identifier: "Healthy", description: "The server is there and the token is good." })
