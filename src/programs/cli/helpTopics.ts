import * as Effect from "effect/Effect"
import type { OutputFormat } from "../../services/GlobalFlags.js"
import { commandHelps } from "./app.js"
import { commonFormats } from "./globalFlags.js"
import { alignColumns } from "./render/columns.js"

const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  alignColumns(rows).map((line) => `  ${line}`).join("\n")

/** One row per exit code: what it means. Where several apply the one further up in `domain/exitCode` wins. */
export const exitCodeRows: ReadonlyArray<readonly [code: string, meaning: string]> = [
  ["0", "done; also: safely queued for later. The text and data.delivery say which"],
  ["1", "failed"],
  ["2", "wrong usage: an unknown command or flag, or a value that can't be"],
  ["3", "finished, and there are findings"],
  ["4", "sign-in needed: no valid token for the server (spec-kitty auth login); everything is kept"],
  ["5", "not delivered in time, durably queued; only with --require-delivered or --wait"],
  ["6", "finished, and the server refused something for good; it is kept in quarantine"],
  ["7", "the contract gate refused at least one payload; it was not sent, the rest was"],
  ["8", "files in a form from before mission_slug were found; they were not touched"],
  ["9", "another process holds the lock (after --timeout)"],
  ["10", "not in a spec-kitty project, or no such mission, artifact or queued item"],
  ["130, 143", "interrupted by Ctrl-C or by SIGTERM; what was queued is kept"]
]

/** One row per variable, or per group of them: what it does. */
export const environmentRows: ReadonlyArray<readonly [string, string]> = [
  ["SPEC_KITTY_HOME", "where all per-user state is kept; default ~/.spec-kitty"],
  ["SPEC_KITTY_TOKEN", "bearer token; wins over the sign-in of spec-kitty auth login; auth token alone prints it"],
  ["SPEC_KITTY_SAAS_URL", "replaces the server's URL where the project already has one; never chooses one"],
  ["SPEC_KITTY_ENABLE_SAAS_SYNC", "0: nothing is sent, whatever else says so"],
  ["SPEC_KITTY_NON_INTERACTIVE", "nothing is asked: what would be is exit 2, naming the flag to give"],
  ["SPEC_KITTY_FORMAT", "default of --format"],
  ["SPEC_KITTY_LOG_LEVEL", "default of --log-level"],
  ["SPEC_KITTY_MAX_BODY_BYTES", "largest body that is uploaded; default 524288"],
  ["SPEC_KITTY_QUEUE_MAX", "most bodies, and most events, queued per project; default 100000"],
  ["HOME", "your home folder, unless SPEC_KITTY_HOME is set"],
  ["XDG_CONFIG_HOME", "where spec-kitty/config.toml is looked for, unless SPEC_KITTY_HOME is set"],
  ["NO_COLOR, FORCE_COLOR, TERM", "colour, as everywhere; --color wins"],
  ["LC_ALL, LC_CTYPE, LANG", "a locale that is not UTF-8 turns --ascii on"],
  ["CI", "no moving lines, and nothing is asked"],
  ["GITHUB_ACTIONS", "check adds annotations to its text, and a summary to GITHUB_STEP_SUMMARY"],
  ["USER, LOGNAME, USERNAME, HOSTNAME", "bugreport takes what they name out of its report, and the value of any variable called a token, a key, …"],
  ["HTTPS_PROXY, NO_PROXY", "as everywhere; this machine is always reached directly"],
  ["NODE_EXTRA_CA_CERTS", "further certificate authorities to trust"],
  ["NODE_TLS_REJECT_UNAUTHORIZED", "no effect: certificates are always verified"]
]

const exitCodes = () => [
  "Exit codes",
  "",
  table(exitCodeRows),
  "",
  "sync --allow-failure turns 1, 4, 5, 6 and 7 into 0 and says so; --no-strict does it with 6 alone. --strict makes a sync",
  "that has nothing to do 3, --strict-skips one that leaves a file of the uploaded folders out.",
  "",
  "Where several apply, the first of 130/143, 2, 10, 9, 8, 1, 7, 4, 6, 5, 3, 0 is returned.",
  "Treat any code that is not listed as a failure."
].join("\n")

const environment = () => [
  "Environment",
  "",
  table(environmentRows),
  "",
  "A flag wins over a variable, a variable over --config FILE, that over the project's .kittify/config.yaml, that over",
  "your config.toml, and that over what is built in."
].join("\n")

const json = (schemas: ReadonlyArray<string>) => [
  "JSON",
  "",
  "With --json (or --format json) every command writes exactly one JSON value to stdout, also when it fails, and nothing",
  "to stderr unless --log-level is given:",
  "",
  '  { "schema": "sync@1", "ok": true, "exit_code": 0, "data": { … }, "diagnostics": [ … ], "next": [ … ] }',
  "",
  table([
    ["schema", "name and version of the shape of data"],
    ["ok", "exit_code == 0"],
    ["data", "the answer; null on failure"],
    ["diagnostics", "each with severity, code, message, why, fix, target; at least one error on failure"],
    ["next", "commands that help from here"]
  ]),
  "",
  "Keys are snake_case, times RFC 3339 in UTC. The exceptions: receiver serve, whose first line is its address, and dossier show --raw.",
  "",
  "--format ndjson writes one JSON value per line instead: while it works, at most ten times a second, where it stands;",
  "for sync then one line for each artifact, for sync diagnose one for each item at fault; last, always, the object above:",
  "",
  '  {"type":"progress","phase":"sending_bodies","done":12,"total":40,"eta_ms":3100,"bytes":120000}',
  '  {"type":"outcome","mission_slug":"…","artifact_path":"spec.md","outcome":"uploaded", … }',
  '  {"type":"item","id":7,"kind":"event","state":"pending","faults":[ … ], … }',
  '  {"type":"result","schema":"sync@1","ok":true,"exit_code":0, … }',
  "",
  "phase is scanning (with mission_slug), sending_events, sending_bodies, judging, rewriting (with path), or waiting",
  "(with wait_ms and undelivered); eta_ms is null where it is not known. --quiet leaves the progress out.",
  "",
  `Schemas: ${schemas.join(", ")}`
].join("\n")

const uploads = () => [
  "UPLOADS",
  "",
  "Every file of a mission is indexed; the text of these is uploaded as well:",
  "",
  table([
    ["at the top", "spec.md, plan.md, tasks.md, research.md, quickstart.md, data-model.md"],
    ["in folders", "research/, contracts/ and checklists/, at any depth"],
    ["work packages", "tasks/WPnn*.md"]
  ]),
  "",
  "if it ends in .md, .json, .yaml, .yml or .csv, is UTF-8, is not blank and has at most 512 KiB (sync.max_body_bytes).",
  "",
  "What is not uploaded says why, the first that applies:",
  "",
  table([
    ["unsupported_surface", "none of the files above"],
    ["unsupported_format", "another extension"],
    ["deleted_after_scan", "gone when it was to be read"],
    ["unreadable", "the system refused, or it is too large to be hashed"],
    ["invalid_format", "not UTF-8"],
    ["unstable", "it kept changing while it was read; the next sync takes it"],
    ["oversized", "above the limit"],
    ["empty_body", "empty, or white space alone"],
    ["queue_full", "the project's queue has no room"],
    ["contract", "the contract gate refused it"]
  ])
].join("\n")

const formatRows: ReadonlyArray<readonly [format: OutputFormat, meaning: string]> = [
  ["text", "for a person; the default"],
  ["json", "one JSON value (spec-kitty help json); --json is the same"],
  ["ndjson", "progress as it goes, one JSON value per line, the last one being the result"],
  ["github", "annotations that a GitHub workflow shows beside the code"],
  ["sarif", "SARIF 2.1.0, for a code scanner"],
  ["junit", "JUnit XML, for a CI server"],
  ["markdown", "for a comment, a summary or an issue; of the contract: its documents"],
  ["openapi", "the contract's endpoints, OpenAPI 3.1"],
  ["asyncapi", "the contract's events, AsyncAPI 3"],
  ["jsonschema", "the contract's JSON Schemas, one file each"],
  ["fixtures", "the contract's example exchanges, one file each"]
]

const writersOf = (format: OutputFormat): string => {
  if (commonFormats.includes(format)) return "every command"
  return commandHelps.filter((help) => help.formats?.includes(format)).map(({ path }) => path.join(" ")).join(", ")
}

const formats = () => [
  "Formats",
  "",
  "How an answer is written, with --format NAME; SPEC_KITTY_FORMAT sets text, json or ndjson as the default:",
  "",
  table(formatRows.map(([format, meaning]) => [format, writersOf(format), meaning])),
  "",
  "A command refuses a format that it does not write (exit 2). On GitHub the text of check brings annotations with it."
].join("\n")

/** The shapes of all answers: loaded for those who ask, since making them takes longer than most commands run. */
const schemaNames = Effect.promise(async () => Object.keys((await import("./envelopes.js")).envelopes))

/** Topics that are no commands. */
export const helpTopics: ReadonlyMap<string, Effect.Effect<string>> = new Map([
  ["exit-codes", Effect.sync(exitCodes)],
  ["environment", Effect.sync(environment)],
  ["json", Effect.map(schemaNames, json)],
  ["formats", Effect.sync(formats)],
  ["uploads", Effect.sync(uploads)]
])
