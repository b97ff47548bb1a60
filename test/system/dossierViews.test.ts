import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { fileURLToPath } from "node:url"
import { DossierListEnvelope, ExplainEnvelope, SnapshotVerifyEnvelope } from "../../src/programs/cli/envelopes.js"
import { collect, type Ran, remove, type Sandbox, sandbox } from "./harness.js"

const sample = fileURLToPath(new URL("../../examples/sample-project", import.meta.url))
const mission = "001-tide-table-export"
let box: Sandbox
beforeAll(() => {
  box = sandbox(sample)
})
afterAll(() => {
  remove(box)
})

const fileOf = (name: string): string => path.join(box.project, "kitty-specs", mission, name)
const decode = <A, I>(schema: Schema.Schema<A, I>, { stdout }: Ran): A => Schema.decodeUnknownSync(Schema.parseJson(schema))(stdout)

/** Every file below the project, with its time: what a command that only reads leaves as it was. */
const everything = (): ReadonlyArray<string> =>
  fs.readdirSync(box.project, { recursive: true, encoding: "utf8" }).sort().map((name) => {
    const { mtimeMs, size } = fs.statSync(path.join(box.project, name))
    return `${name} ${size} ${mtimeMs}`
  })

describe("the built binary on artifacts", () => {
  it("N-01 U-34 explain answers in five lines, and in JSON by its schema; nothing in the project changes", async () => {
    const before = everything()
    const text = await box.run(["explain", `kitty-specs/${mission}/spec.md`])
    expect(text.stdout.split("\n").map((line) => line.slice(2, 10).trim()).slice(1, 6)).toEqual(["mission", "class", "required", "upload", "last"])
    expect(text.stdout).toContain("class     input       manifest software-dev@1, required_by_step.specify[0] \"spec.md\"")
    expect(text.stdout).toContain("upload    yes         surface spec.md, format .md, 563 of 524 288 bytes, valid UTF-8")
    const json = decode(ExplainEnvelope, await box.run(["explain", "input.spec.main", "--mission", "001", "--json"]))
    expect([json.data?.classified?.artifact_class, json.data?.last?.reason_code]).toEqual(["input", "no_server"])
    const { data } = decode(DossierListEnvelope, await box.run(["dossier", "list", "--mission", "001", "--class", "evidence", "--json"]))
    expect([data?.filtered_count, data?.total_count, data?.filters_applied]).toEqual([4, 14, { class: ["evidence"] }])
    expect(everything()).toEqual(before)
  })

  it("N-01 an unknown subject is exit 10, and takes nothing for granted", async () => {
    const unknown = await box.run(["explain", "spce.md", "--mission", "001"])
    expect([unknown.code, unknown.stdout]).toEqual([10, ""])
    expect(unknown.stderr).toContain("closest are: spec.md")
    expect((await box.run(["explain", "spec.md"])).stderr).toContain("several missions")
  })

  it("D-29 show --raw writes exactly the bytes; --content makes control characters visible", async () => {
    const child = box.start(["dossier", "show", "research/chart.png", "--mission", "001", "--raw"])
    const hash = createHash("sha256")
    child.stdout?.on("data", (chunk: Buffer) => hash.update(chunk))
    const closed = new Promise<number | null>((resolve) => child.on("close", resolve))
    expect(await closed).toBe(0)
    expect(hash.digest("hex")).toBe(createHash("sha256").update(fs.readFileSync(fileOf("research/chart.png"))).digest("hex"))
    fs.writeFileSync(fileOf("research/odd.md"), "one\ttwo\n\u001b[31mred\u202e\n")
    const shown = await box.run(["dossier", "show", "research/odd.md", "--mission", "001", "--content"])
    expect(shown.stdout).toContain("one\ttwo\n\\u{1b}[31mred\\u{202e}\n")
    expect((await box.run(["dossier", "show", "spec.md", "--mission", "001", "--raw", "--json"])).code).toBe(2)
    expect((await box.run(["dossier", "show", "research/chart.png", "--mission", "001", "--content"])).code).toBe(1)
    fs.rmSync(fileOf("research/odd.md"))
  })

  it("D-29 a reader of --raw that has enough is no failure", async () => {
    fs.writeFileSync(fileOf("research/long.csv"), "x".repeat(4_000_000))
    const child = box.start(["dossier", "show", "research/long.csv", "--mission", "001", "--raw"])
    child.stdout?.once("data", () => child.stdout?.destroy())
    const { code, stderr } = await collect(child)
    expect([code, stderr]).toEqual([0, ""])
    fs.rmSync(fileOf("research/long.csv"))
  })

  it("D-19 a snapshot is exported whole, verified with and without its project, and tampering is exit 3", async () => {
    const file = path.join(box.directory, "snapshot.json")
    expect((await box.run(["dossier", "snapshot", "export", "--mission", "001", "-o", file])).code).toBe(0)
    const verify = async (args: ReadonlyArray<string>) => box.run(["dossier", "snapshot", "verify", ...args, "--json"])
    const sound = await verify([file])
    expect([sound.code, decode(SnapshotVerifyEnvelope, sound).data?.disk]).toEqual([0, { changed: [], missing: [], added: [] }])
    const elsewhere = await verify([file, "-C", box.directory])
    expect([elsewhere.code, decode(SnapshotVerifyEnvelope, elsewhere).data?.disk]).toEqual([0, null])
    expect((await verify([file, "-C", box.directory, "--against-disk"])).code).toBe(10)

    fs.appendFileSync(fileOf("plan.md"), "more\n")
    const edited = await verify([file])
    expect([edited.code, decode(SnapshotVerifyEnvelope, edited).data?.disk?.changed]).toEqual([3, ["plan.md"]])
    expect((await verify([file, "--file-only"])).code).toBe(0)

    const tampered = fs.readFileSync(file, "utf8").replace("\"wp_id\": \"WP01\"", "\"wp_id\": \"WP02\"")
    fs.writeFileSync(file, tampered)
    const found = await verify([file, "--file-only"])
    expect(found.code).toBe(3)
    expect(decode(SnapshotVerifyEnvelope, found).data?.findings.map(({ pointer }) => pointer))
      .toContainEqual(expect.stringMatching(/^\/artifact_summaries\/\d+\/wp_id$/))
    fs.writeFileSync(file, tampered.replace("\"total_artifacts\": 14", "\"total_artifacts\": null"))
    const broken = await box.run(["dossier", "snapshot", "verify", file])
    expect([broken.code, broken.stderr]).toEqual([1, expect.stringMatching(/snapshot\.json:\d+:\d+ is no snapshot/)])
  })

  it("D-19 G-Q12 without a file the snapshot is the answer; a folder is left as it is", async () => {
    const { code, stdout } = await box.run(["dossier", "snapshot", "export", "--mission", "001"])
    expect([code, JSON.parse(stdout).schema]).toEqual([0, "snapshot@1"])
    const folder = path.join(box.directory, "folder.json")
    fs.mkdirSync(folder)
    expect((await box.run(["dossier", "snapshot", "export", "--mission", "001", "-o", folder])).code).toBe(1)
    expect(fs.statSync(folder).isDirectory()).toBe(true)
    expect((await box.run(["dossier", "snapshot", "export"])).code).toBe(2)
  })
})
