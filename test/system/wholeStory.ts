import { confirmed, differences, ledger, receiver, remove, sandbox, syncJson, until } from "./harness.js"

const everything = ["uploaded", "already_exists"]

/**
 * Syncs a project through an outage and a kill, as a user would, and compares ledger, report and disk.
 * Returns what went wrong, in sentences; nothing where every promise held.
 */
export const wholeStory = async (source: string, say: (line: string) => void): Promise<ReadonlyArray<string>> => {
  const box = sandbox(source)
  const wrong: Array<string> = []
  const check = (promise: string, holds: boolean, seen: unknown) => {
    say(`${holds ? "ok  " : "FAIL"} ${promise}${holds ? "" : `: ${JSON.stringify(seen)}`}`)
    if (!holds) wrong.push(promise)
  }
  try {
    const first = await receiver(box)
    await first.stop()
    await box.run(["sync", "server", first.url])

    const off = await syncJson(box, ["--all"])
    const queued = confirmed(off, ["queued"]).length
    check("with the receiver off everything is queued and the exit code is 0", off.exit_code === 0 && queued > 0, off.exit_code)
    check("nothing is claimed to be delivered", confirmed(off, everything).length === 0, off.data?.delivery)

    const slow = await receiver(box, ["--port", first.port, "--fault", "slow:400 millis"])
    const killed = box.start(["sync", "--all", "--concurrency", "1"])
    const someThere = async () => (await ledger(box)).bodies.length >= Math.ceil(queued / 4)
    await until(someThere, "a quarter of the bodies arrives")
    killed.kill("SIGKILL")
    await slow.stop()
    const arrived = (await ledger(box)).bodies.length
    check("the sender was killed in the middle", arrived > 0 && arrived < queued, { arrived, queued })

    const back = await receiver(box, ["--port", first.port, "--fault", "404-index:1", "--fault", "429:1"])
    const done = await syncJson(box, ["--all", "--wait", "60s"])
    check("the next sync delivers everything", done.exit_code === 0 && done.data?.delivery === "delivered", done.diagnostics)
    check("every body is confirmed", confirmed(done, everything).length === queued, confirmed(done, everything).length)
    const after = differences(box, confirmed(done, everything), await ledger(box))
    check("the ledger has each artifact once, with the hash of the disk", after.length === 0, after)

    const again = await syncJson(box, ["--all", "--wait", "60s"])
    const already = confirmed(again, ["already_exists"]).length
    check("a second sync confirms everything as already_exists", already === queued, already)
    await back.stop()
    say(`${queued} bodies of ${done.data?.missions.length ?? 0} missions`)
  } finally {
    remove(box)
  }
  return wrong
}
