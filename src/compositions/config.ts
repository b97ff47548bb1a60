import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as path from "node:path"
import * as Project from "../layers/node/Project.js"
import * as SettingsOrigins from "../layers/node/SettingsOrigins.js"
import type { ConfigListRequest } from "../programs/cli/commands/config.js"
import type { Handler, Invocation } from "../programs/cli/Invocation.js"
import { configListView } from "../programs/cli/render/config.js"
import { present } from "../programs/cli/run.js"
import { listSettings } from "../programs/config/list.js"
import * as ProjectService from "../services/Project.js"
import * as SettingsOriginsService from "../services/SettingsOrigins.js"

const originsLayer = ({ flags: { config, project } }: Invocation) => {
  const root = Effect.map(ProjectService.Project, (found) => ({ projectRoot: found.root })).pipe(
    Effect.provide(Project.layer(path.resolve(project ?? "."))),
    Effect.catchTag("NotAProject", (error) => project === null ? Effect.succeed({}) : Effect.fail(error))
  )
  const origins = Layer.unwrapEffect(
    Effect.map(root, (found) => SettingsOrigins.layer({ ...found, ...(config === null ? {} : { configFile: config }) }))
  )
  return Layer.provide(origins, NodeContext.layer)
}

/** Every setting with its origin, in a project or outside of one. */
export const settingsOrigins = (invocation: Invocation) =>
  Effect.flatMap(SettingsOriginsService.SettingsOrigins, ({ list }) => list).pipe(
    Effect.provide(originsLayer(invocation)),
    Effect.provide(NodeContext.layer)
  )

/** `config list`: outside of a project the user's own settings are all there are. */
export const configList: Handler<ConfigListRequest> = ({ showOrigin }, invocation) =>
  listSettings.pipe(
    Effect.provide(originsLayer(invocation)),
    Effect.provide(NodeContext.layer),
    present(configListView(showOrigin), invocation)
  )
