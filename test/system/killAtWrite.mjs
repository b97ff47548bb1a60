// Loaded before the program (`node --import`): kills the process at the N-th moment at which a change of the file system is
// about to happen, or a name has just been given or taken away, N being KILL_AT_WRITE. SQLite writes past this, in
// transactions of its own.
import fs from "node:fs"
import { syncBuiltinESMExports } from "node:module"

const last = Number(process.env["KILL_AT_WRITE"])
let count = 0
const moment = () => {
  if (++count === last) process.kill(process.pid, "SIGKILL")
}

const isChange = (name, args) => name !== "openSync" || (typeof args[1] === "string" && /[wa]/.test(args[1]))

for (const name of ["mkdirSync", "openSync", "renameSync", "rmSync", "writeFileSync"]) {
  const original = fs[name]
  fs[name] = (...args) => {
    if (isChange(name, args)) moment()
    const result = original(...args)
    if (name === "renameSync" || name === "rmSync") moment()
    return result
  }
}
syncBuiltinESMExports()
