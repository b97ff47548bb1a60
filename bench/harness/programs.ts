import * as path from "node:path"
import { fileURLToPath } from "node:url"
import type { Program } from "./measure.js"

/** The built binary, as users get it. */
export const binary = fileURLToPath(new URL("../../dist/bin/bin.js", import.meta.url))

const nodeVariables = Object.entries(process.env).flatMap(([name, value]) =>
  name.startsWith("NODE_") && value !== undefined ? [[name, value] as const] : [])

/**
 * No settings, state or git configuration of whoever measures, but Node as they have it: `NODE_EXTRA_CA_CERTS`, where it
 * is set, is read by every Node process, and is part of what a command takes on such a machine.
 */
export const environment = (directory: string): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(nodeVariables),
  ...plainEnvironment(directory)
})

/** The same without any of Node's variables. */
const plainEnvironment = (directory: string): Readonly<Record<string, string>> => ({
  PATH: process.env["PATH"] ?? "",
  HOME: path.join(directory, "user"),
  SPEC_KITTY_HOME: path.join(directory, "home"),
  SPEC_KITTY_TOKEN: "bench-token",
  GIT_CEILING_DIRECTORIES: directory,
  LANG: "C.UTF-8"
})

/** Node with nothing to do: the floor below every command, in the same environment. */
export const bareNode = (directory: string): Program => ({
  command: process.execPath,
  args: ["-e", "0"],
  cwd: directory,
  env: environment(directory)
})

/** The same program without Node's variables, for the reader: a Node that reads no certificates starts in half the time. */
export const plainly = (program: Program, directory: string): Program => ({ ...program, env: plainEnvironment(directory) })

/** `spec-kitty ARGS`, run in `project`, with its state in `directory`. */
export const specKitty = (args: ReadonlyArray<string>, directory: string, project = directory): Program => ({
  command: process.execPath,
  args: [binary, ...args],
  cwd: project,
  env: environment(directory)
})
