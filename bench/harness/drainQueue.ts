// `drainQueue HOME BATCHES`: see `drain`. Bundled before it is run, so that its memory is that of a program as users get it.
import { drain } from "./drain.js"
import { onQueue } from "./queue.js"

const [home = "", batches = "0"] = process.argv.slice(2)
await onQueue(home, drain(Number(batches)))
