import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import { Fault, faultForms, parseFault } from "../../../src/domain/receiver/Fault.js"

describe("parseFault", () => {
  it.each([
    ["offline", Fault.Offline()],
    ["400:1", Fault.Refuse({ refusal: "400", count: 1 })],
    ["401:2", Fault.Refuse({ refusal: "401", count: 2 })],
    ["403:3", Fault.Refuse({ refusal: "403", count: 3 })],
    ["404-namespace:4", Fault.Refuse({ refusal: "404-namespace", count: 4 })],
    ["413:5", Fault.Refuse({ refusal: "413", count: 5 })],
    ["429:3", Fault.Refuse({ refusal: "429", count: 3 })],
    ["404-index:2", Fault.NotIndexed({ count: 2 })],
    ["5xx:0", Fault.ServerError({ probability: 0 })],
    ["5xx:0.25", Fault.ServerError({ probability: 0.25 })],
    ["5xx:.5", Fault.ServerError({ probability: 0.5 })],
    ["drop-after-commit:1", Fault.DropAfterCommit({ probability: 1 })],
    ["lying-hash:1", Fault.LyingHash({ count: 1 })],
    ["slow:250 millis", Fault.Slow({ delay: Duration.millis(250) })],
    ["slow:2s", Fault.Slow({ delay: Duration.seconds(2) })],
    ["slow:150ms", Fault.Slow({ delay: Duration.millis(150) })],
    ["index-delay:2s", Fault.IndexDelay({ delay: Duration.seconds(2) })],
    ["slow:1 minute", Fault.Slow({ delay: Duration.minutes(1) })],
    ["expire-access:3", Fault.ExpireAccess({ requests: 3 })],
    ["access-lifetime:1.5s", Fault.AccessLifetime({ lifetimeMs: 1500 })],
    ["keep-refresh", Fault.KeepRefresh()],
    ["refresh-refused:2", Fault.RefreshRefused({ count: 2 })],
    ["stale-candidate:1", Fault.StaleCandidate({ count: 1 })]
  ])("N-07 reads %s", (value, fault) => {
    expect(parseFault(value)).toEqual(Either.right(fault))
  })

  it.each([
    "", "offline:1", "of fline", "429", "429:", "429:0", "429:-1", "429:1.5", "403", "404:1", "404-namespace:x", "418:1", "404-index:x", "5xx:1.1", "5xx:-0.1", "5xx:NaN",
    "slow:", "slow:2", "slow:-2s", "slow:2 fortnights", "index-delay:", "index-delay:2", "drop-after-commit:2",
    "expire-access:0", "access-lifetime:", "keep-refresh:1", "refresh-refused", "stale-candidate:x", "constructor", "__proto__:1", "OFFLINE"
  ])("N-07 refuses %j and names every form", (value) => {
    const refused = Either.flip(parseFault(value))
    expect(refused).toMatchObject({ _tag: "Right", right: { _tag: "FaultInvalid", value, forms: faultForms } })
    expect(Either.getOrThrow(refused).why).toContain("400:N, 401:N, 403:N, 413:N, 429:N, 404-namespace:N, 404-index:N")
    expect(Either.getOrThrow(refused).why).toContain("index-delay:DUR, drop-after-commit:P")
  })
})
