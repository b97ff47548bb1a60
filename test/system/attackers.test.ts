import { once } from "node:events"
import * as fs from "node:fs"
import * as readline from "node:readline"
import { afterEach, describe, expect, it } from "vitest"
import { attack, attacks } from "../faults/attackers.js"
import { honestCrowd, honestly } from "../faults/honestClient.js"
import { remove, type Sandbox } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const opened: Array<() => Promise<void> | void> = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

const token = "honest-token"

/** `receiver serve` with its ledger in memory, and how much memory it holds, in MB. */
const serving = async (box: Sandbox) => {
  const child = box.start(["receiver", "serve", "--token", token])
  if (child.stdout === null) throw new Error("no stdout")
  const [line] = await once(readline.createInterface({ input: child.stdout }), "line")
  opened.push(async () => {
    const closed = once(child, "close")
    child.kill("SIGTERM")
    await closed
  })
  const { url } = JSON.parse(String(line))
  const residentMegabytes = (): number =>
    Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024
  return { url: String(url), residentMegabytes }
}

describe("a receiver under attack", () => {
  it("G-V1 fifty attackers are all turned away, cost at most 50 MB more than fifty honest clients, and keep no answer from one", async () => {
    const box = sandboxWith(missionOf("001-alpha", 1))
    opened.push(() => remove(box))
    const { residentMegabytes, url } = await serving(box)
    let most = 0
    const look = () => {
      most = Math.max(most, residentMegabytes())
    }
    const served = (await honestCrowd(url, token, 50, look)).flat()
    expect(served.filter(({ status }) => status >= 500 || status === 413)).toEqual([])
    const honest = most
    const { stop } = attack(url, token, 50)
    const answers = await honestly(url, token, 300, look)
    const met = await stop()
    look()
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    expect([...met.keys()]).toEqual(Object.keys(attacks))
    for (const [name, { closed, statuses }] of met) {
      const refused = [...statuses.keys()]
      expect([name, refused.filter((status) => ![400, 408, 413].includes(status))]).toEqual([name, []])
      expect(closed + refused.length, name).toBeGreaterThan(0)
    }
    expect(most - honest).toBeLessThanOrEqual(50)
    expect((await honestly(url, token, 1))[0]?.status).toBe(200)
  })
})
