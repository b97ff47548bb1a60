import * as Layer from "effect/Layer"
import * as AccessTokens from "./AccessTokens.js"
import * as HttpPolicy from "./HttpPolicy.js"
import * as SignInServer from "./SignInServer.js"

/** What every request to a server takes: the client, and tokens that are renewed as they expire. On a `SignInStore`. */
export const layer = AccessTokens.layer.pipe(
  Layer.provideMerge(SignInServer.layer),
  Layer.provideMerge(HttpPolicy.layer)
)
