import type * as fs from "node:fs"
import { createRequire, syncBuiltinESMExports } from "node:module"

const real: typeof fs = createRequire(import.meta.url)("node:fs")
const changes = [
  "mkdirSync", "openSync", "writeFileSync", "appendFileSync", "fchmodSync", "fsyncSync", "renameSync", "rmSync", "rmdirSync"
] as const

const isChange = (name: string, args: ReadonlyArray<unknown>): boolean =>
  name !== "openSync" || typeof args[1] === "string" && /[wa]/.test(args[1])

/** What is thrown where the process would be dead. */
export class Killed extends Error {
  override readonly message = "killed"
}

export interface Victim {
  /** Counts one change that is not of a file, and dies at it. */
  readonly step: () => void
  /** Names of the changes so far. */
  readonly made: ReadonlyArray<string>
  /** Brings the file system back. */
  readonly over: () => void
}

/** What comes of a change: `dies` and `tears` let it and all after it fail, the latter after half a write; `fails`: no space. */
export type Fate = "dies" | "tears" | "fails"

/**
 * From now on the `n`-th change of a file or folder is not made, nor is any after it: what a process leaves that is killed
 * there; or it alone fails.
 */
export const killedAt = (n: number, fate: Fate): Victim => {
  const originals = changes.map((name) => [name, Reflect.get(real, name)] as const)
  const made: Array<string> = []
  const reach = (name: string) => {
    made.push(name)
    if (fate === "fails" && made.length === n) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" })
    if (fate !== "fails" && made.length >= n) throw new Killed()
  }
  for (const [name, original] of originals) {
    Reflect.set(real, name, (...args: ReadonlyArray<unknown>) => {
      if (!isChange(name, args) || fate === "fails" && name === "rmSync") return Reflect.apply(original, real, args)
      if (fate === "tears" && made.length + 1 === n && name === "writeFileSync") {
        const [target, content] = args
        const bytes = Buffer.from(content instanceof Uint8Array ? content : String(content))
        Reflect.apply(original, real, [target, bytes.subarray(0, bytes.length >> 1), ...args.slice(2)])
      }
      reach(name)
      return Reflect.apply(original, real, args)
    })
  }
  syncBuiltinESMExports()
  return {
    step: () => reach("queue"),
    made,
    over: () => {
      for (const [name, original] of originals) Reflect.set(real, name, original)
      syncBuiltinESMExports()
    }
  }
}
