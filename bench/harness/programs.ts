import * as path from "node:path"
import { fileURLToPath } from "node:url"
import type { Program } from "./measure.js"

/** The built binary, as users get it. */
export const binary = fileURLToPath(new URL("../../dist/bin/bin.js", import.meta.url))

/** An environment of its own: no settings, state or git configuration of whoever measures. */
export const environment = (directory: string): Readonly<Record<string, string>> => ({
  PATH: process.env["PATH"] ?? "",
  HOME: path.join(directory, "user"),
  SPEC_KITTY_HOME: path.join(directory, "home"),
  SPEC_KITTY_TOKEN: "bench-token",
  GIT_CEILING_DIRECTORIES: directory,
  LANG: "C.UTF-8"
})

/**
 * Node with nothing to do: the floor below every command. In the same environment, since that alone may double its time
 * (reading the certificates of NODE_EXTRA_CA_CERTS takes 35 ms).
 */
export const bareNode = (directory: string): Program => ({
  command: process.execPath,
  args: ["-e", "0"],
  cwd: directory,
  env: environment(directory)
})

/** `spec-kitty ARGS`, run in `project`, with its state in `directory`. */
export const specKitty = (args: ReadonlyArray<string>, directory: string, project = directory): Program => ({
  command: process.execPath,
  args: [binary, ...args],
  cwd: project,
  env: environment(directory)
})
