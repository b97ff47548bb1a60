import { describe, expect, it } from "vitest"
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import * as Schema from "effect/Schema"
import { ErrorEnvelope, VersionEnvelope } from "../../src/programs/cli/envelopes.js"
import { packageVersion } from "../../src/packageVersion.js"

const root = path.join(import.meta.dirname, "..", "..")
const bin = path.join(root, "src", "bin.ts")
const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"))

/** The real program, in a folder that is no project. */
const run = (...words: ReadonlyArray<string>) =>
  spawnSync(process.execPath, ["--import", "tsx", bin, ...words], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, SPEC_KITTY_HOME: path.join(os.tmpdir(), "spec-kitty-test-unused"), NODE_NO_WARNINGS: "1" }
  })

describe("spec-kitty, the program", () => {
  it("answers the version before anything else is loaded, plain and as JSON", () => {
    expect(run("--version")).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" })
    const json = run("version", "--json")
    expect(json).toMatchObject({ status: 0, stderr: "" })
    expect(Schema.decodeSync(Schema.parseJson(VersionEnvelope))(json.stdout).data).toEqual({ version })
    // These three import nothing but Node; everything else comes with loadRun, when it is called.
    const imported = [...fs.readFileSync(bin, "utf8").matchAll(/^import .* from "(.*)"$/gm)].map(([, name]) => name)
    expect(imported).toEqual(["./helpPage.js", "./loadRun.js", "./packageVersion.js"])
  })
  it("finds the version from a bundle's folder, and says so where there is none", () => {
    expect(packageVersion(new URL("../../dist/bin/chunks/x.js", import.meta.url).href)).toBe(version)
    expect(packageVersion("file:///nowhere/at/all.js")).toBe("unknown")
  })
  it("U-01 U-06 sets the exit code and writes one JSON value for a wrong flag", () => {
    const { status, stderr, stdout } = run("sync", "--feature", "x", "--json")
    expect([status, stderr]).toEqual([2, ""])
    expect(Schema.decodeSync(Schema.parseJson(ErrorEnvelope))(stdout)).toMatchObject({ exit_code: 2 })
  })
  it("a reader that closes the pipe early is no error", () => {
    const piped = spawnSync("sh", ["-c", `"${process.execPath}" --import tsx "${bin}" help | true`], { cwd: root, encoding: "utf8" })
    expect(piped).toMatchObject({ status: 0, stderr: "" })
  })
})
