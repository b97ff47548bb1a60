// Effect's own diagnostics (floating effects, chained provides …) for all of src. The tool prints
// "Checked 0 files" and succeeds where the tsconfig lacks its plugin, so the count is checked as well.
import { spawnSync } from "node:child_process"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tool = join(root, "node_modules", ".bin", "effect-language-service")
const { status, stderr, stdout } = spawnSync(tool, ["diagnostics", "--project", "tsconfig.effect.json", "--strict", "--severity", "error,warning", "--format", "text"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024
})
const output = `${stdout}${stderr}`
process.stdout.write(output)
const checked = Number(/Checked (\d+) files/.exec(output)?.[1] ?? 0)
if (checked === 0) {
  process.stderr.write("error: Effect diagnostics checked no file; see the plugins entry of tsconfig.json, which tsconfig.effect.json extends\n")
  process.exit(1)
}
process.exit(status ?? 1)
