import type { Outcome } from "../../../domain/Diagnostic.js"
import { MissionCreation } from "../../../domain/mission/MissionCreation.js"
import { makeView } from "../View.js"
import { fact, nextLines } from "./mission.js"
import type { Style } from "./Style.js"

const text = ({ data, next }: Outcome<MissionCreation>, { bold, dot, foreign, warn }: Style): string =>
  [
    [bold(`Created mission ${data.mission_slug}`), foreign(data.target_branch), foreign(data.mission_type)].join(`  ${dot}  `),
    fact("name", foreign(data.friendly_name)),
    fact("folder", `${data.path}/`),
    fact("files", data.files.join(", ")),
    fact("event", `MissionCreated ${data.queued ? "queued for the next sync" : warn("not queued yet; the next sync queues it")}`),
    ...nextLines(next)
  ].join("\n")

/** `agent mission create`: what was made, and what comes next. */
export const missionCreateView = makeView({ schema: "mission-create@1", data: MissionCreation, text })
