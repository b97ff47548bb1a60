import { describe, expect, it } from "@effect/vitest"
import { LegacyState } from "../../../src/domain/identity/projectErrors.js"
import { isLegacyName } from "../../../src/domain/mission/legacyFields.js"

describe("LegacyState", () => {
  it.each([
    ["feature_slug", "mission_slug"],
    ["feature_number", "mission_number"],
    ["feature_type", "mission_type"],
    ["mission_key", "mission_type"],
    ["mission", "mission_type"]
  ])("U-45 says that %s is called %s now, and nothing of the others", (field, name) => {
    expect(isLegacyName(field) || field === "mission").toBe(true)
    expect(new LegacyState({ file: "meta.json", field }).next).toBe(`rename ${field} to ${name} in it, then run the command again`)
  })
})
