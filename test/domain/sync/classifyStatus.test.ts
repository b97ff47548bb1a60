import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { categoryOf, classifySilence, classifyStatus } from "../../../src/domain/sync/classifyStatus.js"

const named = (status: number): string => {
  const meaning = classifyStatus(status)
  if (meaning._tag === "Retry") return meaning.reasonCode
  return meaning._tag === "Target" ? meaning.kind : meaning._tag
}

/** The whole plane, from the other side: ranges of codes and their meaning. A code in no range fails the test. */
const expected: ReadonlyArray<readonly [from: number, to: number, meaning: string]> = [
  [100, 199, "unexpected_status"],
  [200, 201, "Accepted"], [202, 202, "accepted_pending"], [203, 299, "Accepted"],
  [300, 399, "redirect"],
  [400, 400, "Invalid"], [401, 401, "sign_in"], [402, 402, "Refused"], [403, 403, "Forbidden"], [404, 404, "NotFound"],
  [405, 405, "wrong_server"], [406, 406, "Refused"], [407, 407, "offline"], [408, 408, "request_timeout"],
  [409, 411, "Refused"], [412, 412, "protocol"], [413, 413, "TooLarge"], [414, 420, "Refused"],
  [421, 421, "wrong_server"], [422, 422, "Invalid"], [423, 424, "Refused"], [425, 425, "too_early"],
  [426, 426, "protocol"], [427, 428, "Refused"], [429, 429, "rate_limited"], [430, 499, "Refused"],
  [500, 599, "server_error"],
  [600, 999, "unexpected_status"]
]

describe("classifyStatus", () => {
  it("B-12 G-N4 gives every status code from 100 to 999 exactly one meaning", () => {
    for (let status = 100; status <= 999; status++) {
      const ranges = expected.filter(([from, to]) => from <= status && status <= to)
      expect([status, ranges.map(([, , meaning]) => meaning)]).toStrictEqual([status, [named(status)]])
    }
  })

  it("G-N4 never takes anything but a 2xx as success", () => {
    FastCheck.assert(FastCheck.property(FastCheck.integer(), (status) => {
      expect(named(status) === "Accepted").toBe(status >= 200 && status <= 299 && status !== 202)
    }))
  })

  it("G-D9 calls a missing connection the target's fault, a broken exchange one to repeat", () => {
    expect(classifySilence("offline")).toMatchObject({ _tag: "Target", kind: "offline" })
    expect(classifySilence("connect_timeout")).toMatchObject({ _tag: "Target", kind: "timeout" })
    expect(classifySilence("answer_timeout")).toMatchObject({ _tag: "Retry", reasonCode: "timeout" })
    expect(classifySilence("connection_lost")).toMatchObject({ _tag: "Retry", reasonCode: "connection_lost" })
    expect(classifySilence("unreadable")).toMatchObject({ _tag: "Retry", reasonCode: "uncorrelated_response" })
  })

  it("H-07 takes the category from the status code", () => {
    expect([400, 401, 403, 409, 413, 422, 429, 500, 503].map(categoryOf)).toStrictEqual([
      "schema_mismatch", "auth_expired", "forbidden", "unknown", "too_large", "schema_mismatch", "rate_limited",
      "server_error", "server_error"
    ])
  })
})
