import { spawn } from "node:child_process"
import { once } from "node:events"
import * as readline from "node:readline"
import { specKitty } from "./programs.js"

export interface RunningReceiver {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** `receiver serve` in a process of its own, with its ledger in memory. */
export const startReceiver = async (directory: string): Promise<RunningReceiver> => {
  const { args, command, cwd, env } = specKitty(["receiver", "serve", "--token", "bench-token"], directory)
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "inherit"] })
  const [first] = await once(readline.createInterface({ input: child.stdout }), "line")
  const { url } = JSON.parse(String(first))
  const stop = async () => {
    const closed = once(child, "close")
    child.kill("SIGTERM")
    await closed
  }
  return { url, stop }
}
