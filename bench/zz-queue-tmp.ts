import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import Database from "better-sqlite3"
import * as fs from "node:fs"
import { databaseLayer, services } from "/work/main/src/layers/sqlite/DeliveryQueue.js"
import { QueueDatabase } from "/work/main/src/layers/sqlite/queue/QueueDatabase.js"
import { DeliveryQueue } from "/work/main/src/services/DeliveryQueue.js"
import { aBody, history, indexed, project } from "/work/main/test/fixtures/queueItems.js"
import { everything, worldAt } from "/work/main/test/fixtures/queueWorld.js"
import { Settlement } from "/work/main/src/domain/sync/Settlement.js"

const t = () => performance.now()
const fresh = () => fs.mkdtempSync("/tmp/q/b-")
const run = (home: string, eff: any, ch = {}) => Effect.runPromise(Effect.provide(eff, services.pipe(Layer.provideMerge(databaseLayer(project)), Layer.provideMerge(worldAt(home, ch as any)))) as any) as Promise<any>
const med = (xs: number[]) => [...xs].sort((a,b)=>a-b)[Math.floor(xs.length/2)]!.toFixed(1)
const p99 = (xs: number[]) => [...xs].sort((a,b)=>a-b)[Math.floor(xs.length*0.99)]!.toFixed(1)

const mode = process.argv[2]
if (mode === "enq") {
  const items = Array.from({length: 10000}, (_, i) => aBody(`research/${i}.md`, `${i} `.padEnd(8192, "lorem ipsum ")))
  for (let k = 0; k < 3; k++) {
    const raw = fresh()
    const db = new Database(raw + "/x.db"); db.pragma("journal_mode=WAL"); db.pragma("synchronous=FULL")
    db.exec("create table b(id integer primary key, ns text, path text, hash text, body text)")
    const ins = db.prepare("insert into b(ns,path,hash,body) values(?,?,?,?)")
    let a = t(); db.transaction(() => { for (const it of items) if (it._tag === "Body") ins.run(it.body.value.namespace.key, it.body.value.artifact_path, it.body.value.content_hash, it.body.value.content_body) })()
    const rawMs = t() - a; db.close(); fs.rmSync(raw, {recursive: true})
    const home = fresh()
    await run(home, Effect.gen(function*() {
      const q = yield* DeliveryQueue
      const a = t(); const r = yield* q.enqueue(items); const b = t()
      yield* q.enqueue(items); const c = t()
      console.log("raw", rawMs.toFixed(0), "ours", (b-a).toFixed(0), "again", (c-b).toFixed(0), r)
    }))
    fs.rmSync(home, {recursive: true})
  }
} else {
  const n = Number(process.argv[3])
  const home = fresh()
  await run(home, Effect.gen(function*() {
    const q = yield* DeliveryQueue
    const { sql } = yield* QueueDatabase
    for (let i = 0; i < n; i += 5000) {
      const m = Math.min(5000, n - i)
      yield* q.enqueue(Array.from({length: m}, (_, j) => aBody(`research/${i+j}.md`, `${i+j} `.padEnd(8192, "lorem ipsum "))))
      yield* q.enqueue(Array.from({length: m}, (_, j) => history(i+j)))
    }
    console.log("filled", n, "db MB", (fs.statSync(`${home}/projects/${project}/queue.db`).size/1e6).toFixed(0), "rss", (process.memoryUsage().rss/1e6).toFixed(0))
    const cb: number[] = [], sb: number[] = [], ce: number[] = [], se: number[] = []
    for (let i = 0; i < 15; i++) {
      let a = t(); const c = yield* q.claimBodies({...everything, limit: 64, maxBytes: 8e6}); cb.push(t()-a)
      a = t(); yield* q.settle(c.map((x) => [x, Settlement.Delivered({status: "uploaded"})] as const)); sb.push(t()-a)
      a = t(); const e = yield* q.claimEvents({...everything, limit: 50}); ce.push(t()-a)
      a = t(); yield* q.settle(e.map((x) => [x, Settlement.Delivered({status: "success"})] as const)); se.push(t()-a)
    }
    console.log(`n=${n} claimBodies64 med ${med(cb)} p99 ${p99(cb)} settle ${med(sb)}/${p99(sb)} | claimEvents50 ${med(ce)}/${p99(ce)} settle ${med(se)}/${p99(se)}`)
    // worst: all waiting but the last
    yield* sql`UPDATE delivery SET next_attempt_at = next_attempt_at + 200000 WHERE id < (SELECT max(id) - 5000 FROM delivery)`
    let a = t(); yield* q.claimBodies({...everything, limit: 64, maxBytes: 8e6}); console.log("bodies behind waiting", (t()-a).toFixed(1))
    a = t(); yield* q.claimEvents({...everything, limit: 50}); console.log("events behind waiting", (t()-a).toFixed(1))
    yield* sql`UPDATE delivery SET next_attempt_at = 0`
    yield* sql`UPDATE delivery SET subject='MissionDossierArtifactIndexed', key=(SELECT key FROM delivery b WHERE b.kind='body' ORDER BY id LIMIT 1) WHERE kind='event'`
    a = t(); yield* sql`UPDATE delivery SET key='x' WHERE kind='body'`; yield* sql`UPDATE delivery SET key='x' WHERE id=(SELECT max(id) FROM delivery WHERE kind='event')`
    a = t(); yield* q.claimBodies({...everything, limit: 64, maxBytes: 8e6}); console.log("all bodies held back", (t()-a).toFixed(1))
    console.log("rss", (process.memoryUsage().rss/1e6).toFixed(0))
  }))
  fs.rmSync(home, {recursive: true})
}
