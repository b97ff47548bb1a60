import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { faultForms } from "../../../domain/receiver/Fault.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { wholeNumber } from "../wholeNumber.js"

export interface ServeRequest {
  /** 0 takes a free one. */
  readonly port: number
  /** Null keeps everything in memory. */
  readonly db: string | null
  /** Empty: any bearer token that is not empty is good. */
  readonly tokens: ReadonlyArray<string>
  /** NAME:PASSWORD each, as typed. Empty: every name and password signs in. */
  readonly accounts: ReadonlyArray<Redacted.Redacted<string>>
  /** As typed, in one of the forms of `faultForms`. */
  readonly faults: ReadonlyArray<string>
}
export interface LedgerRequest {
  readonly db: string
}

export const receiverServeHelp: CommandHelp = {
  path: ["receiver", "serve"],
  summary: "Run the reference receiver on this machine",
  details: [
    "The first line it writes is {\"url\":\"http://127.0.0.1:PORT\"}, once it listens. It answers this machine alone. Stop it with Ctrl-C.",
    "Without --token and --account any bearer token that is not empty is good, and every name and password signs in. With --account only those sign in, and only tokens made by signing in or given with --token are good.",
    "--account is a tool for tests: other users of this machine can read it, so never give it a real password.",
    "Of a fault, N is how many answers, P a probability from 0 to 1, DUR a time such as 250ms or 2s. Faults that name a status are answered before any work, one after the other; 404-namespace and 404-index are answers to bodies alone. expire-access makes each token good for N requests, access-lifetime for a time; keep-refresh leaves the next refresh token out of the answer, refresh-refused answers 401 to a refresh, stale-candidate lets the candidates of a tracker expire."
  ],
  examples: [
    ["spec-kitty receiver serve", "in memory, on a free port"],
    ["spec-kitty receiver serve --port 8080 --db receiver.db --token dev", "one that remembers"],
    ["spec-kitty receiver serve --account dev:test-only --fault expire-access:3", "one to sign in to, whose tokens don't last"],
    ["spec-kitty receiver serve --fault 429:3 --fault 404-index:2", "one that makes trouble"]
  ]
}
export const receiverLedgerHelp: CommandHelp = {
  path: ["receiver", "ledger"],
  summary: "List what a receiver has accepted, and how often it was posted",
  details: ["Reads the receiver's database, also while it runs."],
  examples: [
    ["spec-kitty receiver ledger --db receiver.db", "for a person"],
    ["spec-kitty receiver ledger --db receiver.db --json", "for a program"]
  ]
}

const serveOptions = {
  port: wholeNumber("port", 0, 65_535).pipe(
    Options.withPseudoName("PORT"),
    Options.withDescription("Port on 127.0.0.1; 0, the default, takes a free one."),
    Options.withDefault(0)
  ),
  db: Options.text("db").pipe(
    Options.withPseudoName("FILE"),
    Options.withDescription("Keep what is accepted in this SQLite file; without it, in memory."),
    Options.optional
  ),
  tokens: Options.text("token").pipe(
    Options.withPseudoName("TOKEN"),
    Options.withDescription("A bearer token that is good. Repeatable."),
    Options.repeated
  ),
  // As text first: the repeated form of the library's own redacted flag refuses every value.
  accounts: Options.text("account").pipe(
    Options.withPseudoName("NAME:PASSWORD"),
    Options.withDescription("Somebody who may sign in; never a real password. Repeatable."),
    Options.repeated,
    Options.map((accounts) => accounts.map((account) => Redacted.make(account)))
  ),
  faults: Options.text("fault").pipe(
    Options.withPseudoName("FAULT"),
    Options.withDescription(`Trouble to make, repeatable: ${faultForms.join(", ")}.`),
    Options.repeated
  )
}

export const receiverServeCommand = (handler: Handler<ServeRequest>, invocation: Invocation) =>
  Command.make("serve", serveOptions, (given) =>
    handled(handler, invocation)({ ...given, db: Option.getOrNull(given.db) }))

const ledgerOptions = {
  db: Options.text("db").pipe(
    Options.withPseudoName("FILE"),
    Options.withDescription("The database that receiver serve --db wrote.")
  )
}

export const receiverLedgerCommand = (handler: Handler<LedgerRequest>, invocation: Invocation) =>
  Command.make("ledger", ledgerOptions, handled(handler, invocation))
