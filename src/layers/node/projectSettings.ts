import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ProjectFlags } from "../../services/GlobalFlags.js"
import { Project } from "../../services/Project.js"
import * as Settings from "./Settings.js"

/** The settings of the project at hand, under the flags of this call. */
export const projectSettings = (flags: ProjectFlags) =>
  Layer.unwrapEffect(Effect.map(Project, ({ root }) =>
    Settings.layer({
      projectRoot: root,
      ...(flags.config === null ? {} : { configFile: flags.config }),
      flags: {
        ...(flags.concurrency === null ? {} : { concurrency: flags.concurrency }),
        ...(flags.maxBodyBytes === null || flags.maxBodyBytes === undefined ? {} : { maxBodyBytes: flags.maxBodyBytes })
      }
    })))
