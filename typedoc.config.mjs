// `npm run docs`: the API documentation, from the doc comments of what the package exports. What is broken or missing in
// them fails it: a link that leads nowhere, a public name without a doc comment.
import { readFileSync } from "node:fs"

const { exports } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"))

/** The entry points of the package, as the sources they are built from. */
const entryPoints = Object.values(exports)
  .flatMap(({ types }) => types === undefined ? [] : [types.replace("./dist/lib/", "src/").replace(/\.d\.ts$/, ".ts")])

export default {
  entryPoints,
  plugin: ["typedoc-plugin-markdown", "./scripts/docs/effectClasses.mjs"],
  tsconfig: "tsconfig.build.json",
  // `npm run typecheck` has done it.
  skipErrorChecking: true,
  out: "docs/api",
  readme: "none",
  excludeExternals: true,
  excludePrivate: true,
  disableSources: true,
  hideBreadcrumbs: true,
  logLevel: "Warn",
  requiredToBeDocumented: ["Class", "Function", "Interface"],
  // Defaults inside a schema: functions to the compiler, fields to a reader.
  intentionallyNotDocumented: [
    "index.MissionYaml.__type.transitions.__type.conditions.__type.default",
    "index.MissionYaml.__type.transitions.__type.unless.__type.default",
    "index.MissionYaml.__type.guards.__type.default"
  ],
  validation: { invalidLink: true, notDocumented: true, notExported: false },
  treatWarningsAsErrors: true
}
