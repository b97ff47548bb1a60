/**
 * Syncs a copy of a real project to the reference receiver, through an outage and a kill, and compares the receiver's
 * ledger with the files: `npx tsx scripts/check-real-missions.ts DIR` (DIR holds `kitty-specs`). Needs `npm run build`.
 */
import { wholeStory } from "../test/system/wholeStory.js"

const [source] = process.argv.slice(2)
if (source === undefined) {
  console.error("usage: npx tsx scripts/check-real-missions.ts DIR")
  process.exitCode = 2
} else {
  const wrong = await wholeStory(source, (line) => console.log(line))
  process.exitCode = wrong.length === 0 ? 0 : 1
}
