import { expect, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import { hostileServer } from "../../faults/hostileServer.js"
import { doctorJson, soundProject, SoundProject, statusJson } from "./world.js"

const fresh = Effect.flatMap(SoundProject, (made) => made.fresh)
const refreshing = { body: JSON.stringify({ access: "new.access.token", refresh: "new.refresh.token" }) }
const nothing = { status: 400, body: "{\"error\":\"No events provided\"}" }

layer(soundProject, { excludeTestServices: true, timeout: 60_000 })("an expired access token", (it) => {
  it.scoped("U-25 H-08 with a good refresh token is no fault: it is said, and the doctor's question renews it", () =>
    Effect.gen(function*() {
      const sound = yield* fresh
      const server = yield* hostileServer(({ headers, url }) =>
        url.endsWith("/refresh/") ? refreshing : headers.authorization === "Bearer new.access.token" ? nothing : { status: 401 })
      sound.environment["SPEC_KITTY_SAAS_URL"] = server.url
      delete sound.environment["SPEC_KITTY_TOKEN"]
      fs.writeFileSync(`${sound.home}/credentials`, `[tokens]
access = "old.access.token"
refresh = "old.refresh.token"
access_expires_at = "2020-01-01T00:00:00Z"
[server]
url = "${server.url}"
`, { mode: 0o600 })
      const tokenOf = ({ data }: { readonly data: { readonly checks: ReadonlyArray<{ readonly id: string; readonly evidence: string | null; readonly verdict: string }> } | null }) =>
        data?.checks.find(({ id }) => id === "server.token")

      const looked = tokenOf(yield* statusJson(sound))
      expect([looked?.verdict, looked?.evidence]).toEqual(["ok", expect.stringMatching(/expired .* ago; the next request renews it$/)])
      expect(server.requests).toEqual([])

      expect((yield* doctorJson(sound)).data?.healthy).toBe(true)
      expect(server.requests.map(({ url }) => url)).toEqual(["/api/v1/token/refresh/", "/api/v1/events/batch/"])
      expect(fs.readFileSync(`${sound.home}/credentials`, "utf8")).toMatch(/access = "new\.access\.token"\nrefresh = "new\.refresh\.token"/)
      expect(tokenOf(yield* statusJson(sound))?.evidence).toMatch(/an access token until .* left\)$/)
    }), 60_000)
})
