/**
 * Upgrades copies of a real project from before the identity cutover, with 10,000 rows pending in queues of the original
 * tool, and syncs it to the reference receiver: `npx tsx scripts/check-legacy-missions.ts DIR` (DIR holds `kitty-specs`
 * and `.kittify/config.yaml`). Needs `npm run build`.
 */
import { legacyStory } from "../test/system/legacyStory.js"

const [source] = process.argv.slice(2)
if (source === undefined) {
  console.error("usage: npx tsx scripts/check-legacy-missions.ts DIR")
  process.exitCode = 2
} else {
  const wrong = await legacyStory(source, 10_000, (line) => console.log(line))
  process.exitCode = wrong.length === 0 ? 0 : 1
}
