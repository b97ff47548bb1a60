import * as Main from "../layers/Main.js"
import type { Invocation } from "../programs/cli/Invocation.js"
import { projectFlags } from "./options.js"

/** The project for commands that only read: its queue where there is one, and nothing is made. */
export const lookingAt = (invocation: Invocation) =>
  Main.projectLayer({ flags: projectFlags(invocation), queue: "durable-if-there", oneRun: true })
