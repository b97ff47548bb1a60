import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { doctorBy } from "../../../src/compositions/doctor.js"
import * as ContractGate from "../../../src/layers/node/ContractGate.js"
import { hostileServer, type Reply } from "../../faults/hostileServer.js"
import { metaJson } from "../../fixtures/project.js"
import { secret } from "../../fixtures/secrets.js"
import { behind, projectFolder, queueOf, run, type Sound, withWaitingRows } from "./world.js"

/** One way in which a sound project stops being sound. */
export interface BrokenState {
  readonly name: string
  readonly breaks: (sound: Sound) => Effect.Effect<unknown, unknown, Scope.Scope>
  /** The check that has to name it, what it says, and the doctor's exit code. */
  readonly check: string
  readonly says: RegExp
  readonly exit?: number
}

const write = (file: (sound: Sound) => string, text: string) => (sound: Sound) =>
  Effect.sync(() => {
    fs.mkdirSync(path.dirname(file(sound)), { recursive: true })
    fs.writeFileSync(file(sound), text)
  })
const inProject = (name: string) => (sound: Sound) => path.join(sound.root, name)
const config = inProject(".kittify/config.yaml")
const set = (name: string, value: string | null) => (sound: Sound) =>
  Effect.sync(() => {
    // An empty variable counts as absent.
    sound.environment[name] = value ?? ""
  })

const projectStates: ReadonlyArray<BrokenState> = [
  { name: "no project identity", breaks: (sound) => Effect.sync(() => fs.rmSync(config(sound))), check: "project.identity", says: /no identity yet/ },
  { name: "config.yaml is no YAML", breaks: write(config, "project: [unclosed\n"), check: "settings.files", says: /config\.yaml:\d+ can't be used/ },
  { name: "config.yaml has a name from before the cutover", breaks: write(config, "project:\n  feature_slug: 001-alpha\n"), check: "project.identity", says: /still uses feature_slug/ },
  { name: "a setting that can't be", breaks: set("SPEC_KITTY_MAX_BODY_BYTES", "many"), check: "settings.files", says: /SPEC_KITTY_MAX_BODY_BYTES/ },
  { name: "meta.json is no JSON", breaks: write(inProject("kitty-specs/001-alpha/meta.json"), "{ \"mission_slug\": "), check: "missions.readable", says: /001-alpha is not synced: meta\.json:1/ },
  { name: "meta.json names no branch", breaks: write(inProject("kitty-specs/001-alpha/meta.json"), metaJson("001-alpha", { target_branch: undefined })), check: "missions.readable", says: /no target_branch/ },
  { name: "a legacy mission", breaks: write(inProject("kitty-specs/002-old/meta.json"), "{\"feature_slug\":\"002-old\"}"), check: "missions.readable", says: /still uses feature_slug/ },
  {
    name: "a mission that leads out of the project",
    breaks: (sound) => Effect.sync(() => fs.symlinkSync(os.tmpdir(), path.join(sound.root, "kitty-specs/003-away"))),
    check: "missions.readable",
    says: /003-away|leads out of the project/
  },
  { name: "a log line that is no JSON", breaks: write(inProject("kitty-specs/001-alpha/status.events.jsonl"), "{oops\n"), check: "missions.readable", says: /status\.events\.jsonl/ },
  { name: "a broken manifest of the project's own", breaks: write(inProject(".kittify/missions/software-dev/expected-artifacts.yaml"), "schema_version: [\n"), check: "missions.manifests", says: /expected-artifacts\.yaml:\d+.* is not a valid manifest/ },
  { name: "a mission type that nobody has heard of", breaks: write(inProject("kitty-specs/004-odd/meta.json"), metaJson("004-odd", { mission_type: "unheard-of" })), check: "missions.manifests", says: /no manifest for unheard-of/ },
  {
    name: "a contract that was changed",
    breaks: (sound) =>
      Effect.sync(() => {
        const file = path.join(sound.home, "contract.json")
        const text = fs.readFileSync(new URL("../../../contracts/upstream-3.0.0.json", import.meta.url), "utf8")
        fs.writeFileSync(file, text.replaceAll("feature_slug", "feature_slog"))
        sound.doctor = doctorBy(ContractGate.layerFrom(file))
      }),
    check: "contract.pin",
    says: /not those this version was built with/
  }
]

const deadProcess = JSON.stringify({ host: os.hostname(), boot: "another boot", pid: 1, start: "1", nonce: "n" })
const firstBody = "(SELECT min(id) FROM delivery WHERE kind = 'body')"
const firstEvent = "(SELECT min(id) FROM delivery WHERE kind = 'event')"

const waiting = (...statements: ReadonlyArray<string>) => (sound: Sound) =>
  Effect.zipRight(withWaitingRows(sound), behind(sound, ...statements))

const onDisk = (change: (file: string) => void) => (sound: Sound) =>
  Effect.zipRight(withWaitingRows(sound), Effect.sync(() => change(queueOf(sound))))

const queueStates: ReadonlyArray<BrokenState> = [
  {
    name: "pages of the queue are overwritten",
    breaks: onDisk((file) => {
      const descriptor = fs.openSync(file, "r+")
      for (let page = 2; page < 9; page++) fs.writeSync(descriptor, Buffer.alloc(3000, 0x5a), 0, 3000, page * 4096 + 200)
      fs.closeSync(descriptor)
    }),
    check: "queue.file",
    says: /can't be used|damaged/
  },
  { name: "the queue is cut off", breaks: onDisk((file) => fs.truncateSync(file, 5000)), check: "queue.file", says: /not_a_database/ },
  { name: "the queue is empty", breaks: onDisk((file) => fs.truncateSync(file, 0)), check: "queue.file", says: /it is empty/ },
  { name: "a text file in the queue's place", breaks: onDisk((file) => fs.writeFileSync(file, "a note to myself\n".repeat(400))), check: "queue.file", says: /not_a_database/ },
  { name: "a link in the queue's place", breaks: onDisk((file) => (fs.renameSync(file, `${file}.moved`), fs.symlinkSync(`${file}.moved`, file))), check: "queue.file", says: /symbolic link/ },
  { name: "another application's database", breaks: waiting("PRAGMA application_id = 42"), check: "queue.file", says: /application id is not ours/ },
  { name: "a queue of a newer release", breaks: waiting("PRAGMA user_version = 99"), check: "queue.file", says: /newer_schema/ },
  { name: "a counter off by one", breaks: waiting("UPDATE tally SET pending = pending + 1, captured = captured + 1 WHERE kind = 'body'"), check: "queue.conservation", says: /counter says \d+ pending, there are \d+/ },
  { name: "more captured than there is", breaks: waiting("UPDATE tally SET captured = captured + 1 WHERE kind = 'event'"), check: "queue.conservation", says: /add up to \d+, captured are \d+/ },
  { name: "a row that is gone", breaks: waiting(`DELETE FROM delivery WHERE id = ${firstBody}`), check: "queue.conservation", says: /bodies: the counter says 4 pending, there are 3/ },
  { name: "a body whose bytes were altered", breaks: waiting("UPDATE content SET body = 'altered'"), check: "queue.contents", says: /hash_mismatch/ },
  { name: "a row that the gate refuses", breaks: waiting(`UPDATE event_text SET json = replace(json, '"data_tier":0', '"data_tier":9') WHERE delivery_id = ${firstEvent}`), check: "queue.contents", says: /contract/ },
  { name: "a row that is no JSON", breaks: waiting(`UPDATE event_text SET json = '{' WHERE delivery_id = ${firstEvent}`), check: "queue.contents", says: /can't be sent/ },
  {
    name: "a quarantined row",
    breaks: waiting(
      `UPDATE delivery SET state = 'quarantined', reason_code = 'refused', reason = 'HTTP 400: too odd' WHERE id = ${firstBody}`,
      "UPDATE tally SET pending = pending - 1, quarantined = quarantined + 1 WHERE kind = 'body'"
    ),
    check: "queue.quarantine",
    says: /too odd/
  },
  { name: "a row that has waited for two days", breaks: waiting("UPDATE delivery SET queued_at = queued_at - 2 * 86400000"), check: "queue.waiting", says: /stalled: something has waited for (2 days|48 h)/ },
  {
    name: "rows held by a process that is gone",
    breaks: waiting(
      `UPDATE delivery SET state = 'leased', owner = '${deadProcess}', lease_expires_at = queued_at + 120000 WHERE id = ${firstBody}`,
      "UPDATE tally SET pending = pending - 1, leased = leased + 1 WHERE kind = 'body'"
    ),
    check: "queue.leases",
    says: /no longer runs holds 1 row/
  },
  { name: "a queue that others can read", breaks: onDisk((file) => fs.chmodSync(file, 0o644)), check: "host.privacy", says: /others of this machine/ },
  { name: "no receipt of anything", breaks: (sound) => behind(sound, "DELETE FROM receipt"), check: "server.receipts", says: /ever acknowledged/ }
]

/** The environment leads to a server that answers everything like this. */
const answering = (reply: Reply) => (sound: Sound) =>
  Effect.map(hostileServer(() => reply), ({ url }) => {
    sound.environment["SPEC_KITTY_SAAS_URL"] = url
  })
const html = { "content-type": "text/html" }

const credentials = (fields: string, mode = 0o600) => (sound: Sound) =>
  Effect.sync(() => {
    delete sound.environment["SPEC_KITTY_TOKEN"]
    fs.writeFileSync(path.join(sound.home, "credentials"), fields, { mode })
    fs.chmodSync(path.join(sound.home, "credentials"), mode)
  })
const stored = (url: string, expires: string) =>
  `[tokens]\naccess = "${secret("health")}"\naccess_expires_at = "${expires}"\n[server]\nurl = "${url}"\n`

/** Signed in long ago, at a server that answers 401 to whatever it is asked. */
const deadSignIn = (refreshExpires: string) => (sound: Sound) =>
  Effect.flatMap(hostileServer(() => ({ status: 401, body: "{}" })), ({ url }) => {
    sound.environment["SPEC_KITTY_SAAS_URL"] = url
    const expired = stored(url, "2020-01-01T00:00:00Z")
    return credentials(expired.replace("[server]", `refresh = "r"\nrefresh_expires_at = "${refreshExpires}"\n[server]`))(sound)
  })

const serverStates: ReadonlyArray<BrokenState> = [
  { name: "no server", breaks: (sound) => run(sound, "sync server --clear"), check: "server.consent", says: /no server is chosen/ },
  { name: "sending denied by the environment", breaks: set("SPEC_KITTY_ENABLE_SAAS_SYNC", "0"), check: "server.consent", says: /denies sending/ },
  { name: "consent that others may write", breaks: (sound) => Effect.sync(() => fs.chmodSync(path.join(projectFolder(sound), "servers.json"), 0o666)), check: "server.consent", says: /no server is chosen/ },
  { name: "an address that is none", breaks: set("SPEC_KITTY_SAAS_URL", "ftp://kitty.example"), check: "server.consent", says: /ftp:/ },
  { name: "a dead server", breaks: set("SPEC_KITTY_SAAS_URL", "http://127.0.0.1:1"), check: "server.answer", says: /ECONNREFUSED/ },
  { name: "a server that answers a page", breaks: answering({ headers: html, body: "<!doctype html><title>Sign in</title>" }), check: "server.answer", says: /HTML page/ },
  { name: "a server that answers {}", breaks: answering({ body: "{}" }), check: "server.answer", says: /not what a receiver says/ },
  { name: "a server that answers {\"results\":[]} to anything", breaks: answering({ body: "{\"results\":[]}" }), check: "server.answer", says: /not what a receiver says/ },
  { name: "a server that answers 400 to anything", breaks: answering({ status: 400, body: "{\"error\":\"bad request\"}" }), check: "server.answer", says: /bad request, which is not/ },
  { name: "a server that says the words in a page", breaks: answering({ status: 400, headers: html, body: "<html>No events provided</html>" }), check: "server.answer", says: /not what a receiver says/ },
  { name: "a server that answers 401", breaks: answering({ status: 401, body: "{\"error\":\"authentication_required\"}" }), check: "server.answer", says: /401/, exit: 4 },
  { name: "a server that answers 403", breaks: answering({ status: 403, body: "{\"error\":\"not yours\"}" }), check: "server.answer", says: /not yours/ },
  { name: "a server that answers 404", breaks: answering({ status: 404, body: "{}" }), check: "server.answer", says: /404/ },
  { name: "a server that answers 500", breaks: answering({ status: 500, body: "oops" }), check: "server.answer", says: /HTTP 500/ },
  { name: "a server that leads elsewhere", breaks: answering({ status: 302, headers: { location: "https://elsewhere.example/x" } }), check: "server.answer", says: /redirect to https:\/\/elsewhere\.example, which is not followed/ },
  { name: "no token", breaks: set("SPEC_KITTY_TOKEN", null), check: "server.token", says: /SPEC_KITTY_TOKEN is not set/, exit: 4 },
  { name: "an expired token", breaks: (sound) => credentials(stored(sound.url, "2020-01-01T00:00:00Z"))(sound), check: "server.token", says: /expired/, exit: 4 },
  { name: "an expired token that the server does not renew", breaks: deadSignIn("2099-01-01T00:00:00Z"), check: "server.answer", says: /token\/refresh\/ answered 401/, exit: 4 },
  { name: "a refresh token that has expired", breaks: deadSignIn("2020-01-08T00:00:00Z"), check: "server.token", says: /refresh token expired at 2020-01-08/, exit: 4 },
  { name: "a token for another origin", breaks: credentials(stored("https://other.example", "2099-01-01T00:00:00Z")), check: "server.token", says: /another server/, exit: 4 },
  { name: "credentials that are no TOML", breaks: credentials(`access = = ${secret("health")}`), check: "server.token", says: /can't be read or is not in its format|no credentials/, exit: 4 },
  { name: "credentials that others can read", breaks: (sound) => credentials(stored(sound.url, "2099-01-01T00:00:00Z"), 0o644)(sound), check: "host.privacy", says: /others of this machine/ }
]

export const brokenStates = [...projectStates, ...queueStates, ...serverStates]
