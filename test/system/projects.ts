import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { metaJson, type Files } from "../fixtures/project.js"
import { sandbox, type Sandbox } from "./harness.js"

/** A sandbox whose project has these files. */
export const sandboxWith = (files: Files, env: Record<string, string> = {}): Sandbox => {
  const source = fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-source-"))
  try {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(source, name)
      fs.mkdirSync(path.dirname(file), { recursive: true })
      fs.writeFileSync(file, content)
    }
    return sandbox(source, env)
  } finally {
    fs.rmSync(source, { recursive: true, force: true })
  }
}

/** A mission of `count` bodies, each of `bytes` bytes and none like another. */
export const missionOf = (mission: string, count: number, bytes = 40): Files => ({
  [`kitty-specs/${mission}/meta.json`]: metaJson(mission),
  ...Object.fromEntries(Array.from({ length: count }, (_, n) => [
    `kitty-specs/${mission}/research/note-${n}.md`,
    `${mission} note ${n}\n`.padEnd(bytes, `${n} of ${mission} `)
  ]))
})
