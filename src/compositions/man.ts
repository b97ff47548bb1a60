import * as Effect from "effect/Effect"
import type { Outcome } from "../domain/Diagnostic.js"
import type { ManRequest } from "../programs/cli/commands/man.js"
import type { ManReport } from "../programs/cli/envelope.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { pageFile } from "../programs/cli/man/ManPage.js"
import { pageFor } from "../programs/cli/man/pageFor.js"
import { manView } from "../programs/cli/render/man.js"
import { present } from "../programs/cli/run.js"

/** `man`: needs no project and reads nothing. */
export const man: Handler<ManRequest> = ({ root, words }, invocation) =>
  Effect.map(pageFor(root, words, invocation.version), (page): Outcome<ManReport> => ({
    data: { page: pageFile(page), roff: page.roff },
    diagnostics: [],
    exitCode: 0,
    next: []
  })).pipe(present(manView, invocation))
