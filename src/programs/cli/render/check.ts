import { CheckReport } from "../../../domain/check/CheckReport.js"
import { makeView } from "../View.js"
import { annotations, checkGithub, withoutCommands } from "./check/github.js"
import { checkJunit } from "./check/junit.js"
import { checkMarkdown } from "./check/markdown.js"
import { checkSarif } from "./check/sarif.js"
import { checkText } from "./check/text.js"

/** `check`: for a person, with GitHub's annotations below where `annotate` says so, and for the tools of CI. */
export const checkView = (options: { readonly version: string; readonly annotate: boolean }) =>
  makeView({
    schema: "check@1",
    data: CheckReport,
    text: (outcome, style) => {
      const text = checkText(outcome, style)
      return options.annotate ? [withoutCommands(text), ...annotations(outcome.data)].join("\n") : text
    },
    reports: {
      github: ({ data }) => checkGithub(data),
      sarif: (outcome) => checkSarif(options.version, outcome),
      junit: ({ data }) => checkJunit(data),
      markdown: ({ data }) => checkMarkdown(data)
    }
  })
