import * as Context from "effect/Context"
import * as crypto from "node:crypto"
import * as os from "node:os"
import { NodeId } from "../../../domain/identity/ids.js"

/** First 12 hex characters of sha256(`host:user`). */
export const nodeIdOf = (host: string, user: string): NodeId =>
  NodeId.make(crypto.createHash("sha256").update(`${host}:${user}`).digest("hex").slice(0, 12))

/** A container may run under a number that no account has: `userInfo` throws there, and the number is the name. */
const userName = (): string => {
  try {
    return os.userInfo().username
  } catch {
    return `uid-${process.getuid?.() ?? "unknown"}`
  }
}

/** Which account of which machine this is. */
export class MachineAccount extends Context.Reference<MachineAccount>()("spec-kitty/MachineAccount", {
  defaultValue: (): { readonly host: string; readonly user: string } => ({ host: os.hostname(), user: userName() })
}) {}
