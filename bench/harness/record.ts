import * as fs from "node:fs"

const begin = "<!-- measured: `npm run bench -- --write` writes between these two lines -->"
const end = "<!-- end of measured -->"

/** Puts the measured part into the page; what stands around it stays. */
export const record = (page: string, measured: string): void => {
  const text = fs.readFileSync(page, "utf8")
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${page} has no lines that say where the measured part begins and ends`)
  fs.writeFileSync(page, `${text.slice(0, from)}${begin}\n\n${measured}\n\n${text.slice(to)}`)
}
