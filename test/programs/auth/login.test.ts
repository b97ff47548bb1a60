import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { StateNotWritable } from "../../../src/domain/identity/projectErrors.js"
import { exitReason } from "../../../src/programs/cli/exitReason.js"
import { login, type LoginRequest } from "../../../src/programs/auth/login.js"
import { logout } from "../../../src/programs/auth/logout.js"
import { SignInStore } from "../../../src/services/SignInStore.js"
import { marker } from "../../fixtures/secrets.js"
import { elsewhere, here, password, sends, sendsNowhere, storedAt, world } from "./world.js"

const request = (over: Partial<LoginRequest> = {}): LoginRequest =>
  ({ username: "ana", passwordStdin: true, server: null, ...over })
const given = { password }
const stored = Effect.flatMap(SignInStore, ({ read }) => read)

describe("auth login", () => {
  it.effect("B-24 signs in at the project's server, stores the tokens and says all but them", () => {
    const { asked, layer } = world({ person: given })
    return Effect.gen(function*() {
      const { data, diagnostics, exitCode, next } = yield* login(request(), sends(here))
      expect(data).toMatchObject({
        server: here, user: "ana", team_slug: "acme", replaced: null,
        access_expires_at: "1970-01-01T00:15:00.000Z", refresh_expires_at: "1970-01-08T00:00:00.000Z"
      })
      expect([diagnostics, exitCode, next]).toEqual([[], 0, ["spec-kitty sync"]])
      expect(JSON.stringify(data)).not.toContain(marker)
      const { access, server } = yield* stored
      expect([server, access === null ? "" : Redacted.value(access)]).toEqual([here, `${marker}-access-1`])
      expect(asked).toEqual(["stdin"])
    }).pipe(Effect.provide(layer))
  })

  it.effect("B-24 outside of a project --server says where, and wins inside of one", () =>
    Effect.gen(function*() {
      for (const project of [sendsNowhere, sends(here)]) {
        const { data } = yield* login(request({ server: "https://OTHER.example/" }), project)
        expect(data.server).toBe(elsewhere)
      }
    }).pipe(Effect.provide(world({ person: given }).layer)))

  it.effect("U-20 without a server nobody is asked anything, and both ways to name one are told", () => {
    const { asked, layer } = world({ person: given })
    return Effect.gen(function*() {
      const error = yield* Effect.flip(login(request(), sendsNowhere))
      expect([exitReason(error), error.target]).toEqual(["usage", "--server"])
      expect(error.next).toMatch(/--server URL.*spec-kitty sync server URL/)
      expect(exitReason(yield* Effect.flip(login(request({ server: "http://kitty.example" }), sendsNowhere)))).toBe("usage")
      expect(asked).toEqual([])
    }).pipe(Effect.provide(layer))
  })

  it.effect("S21 where the environment denies sending, no password is asked for", () => {
    const { asked, layer } = world({ person: given, settings: { sendingDenied: true } })
    return Effect.gen(function*() {
      for (const [server, project] of [[null, sends(here)], [here, sendsNowhere]] as const) {
        expect((yield* Effect.flip(login(request({ server }), project))).code).toBe("AUTH-06")
      }
      expect(asked).toEqual([])
    }).pipe(Effect.provide(layer))
  })

  it.effect("U-30 G-Q12 where nothing could be stored, no password is asked for and no server is asked", () => {
    const refusal = new StateNotWritable({ path: "/home/credentials", detail: "it is not a regular file", occupied: true })
    const { asked, layer } = world({ person: given, broken: { checkWritable: refusal, save: () => Effect.dieMessage("too late") } })
    return Effect.gen(function*() {
      const error = yield* Effect.flip(login(request(), sends(here)))
      expect([error.code, error.next]).toEqual(["FILE-01", "remove what stands in its place, then run the command again"])
      expect(asked).toEqual([])
    }).pipe(Effect.provide(layer))
  })

  it.effect("U-20 an empty --username is none, one is taken without blanks, and --server stays in the next step", () =>
    Effect.gen(function*() {
      for (const username of ["", "  "]) {
        const error = yield* Effect.flip(login(request({ username, server: elsewhere }), sendsNowhere))
        expect([exitReason(error), error.next]).toEqual(["usage", `spec-kitty auth login --server ${elsewhere}`])
      }
      expect((yield* login(request({ username: " ana " }), sends(here))).data.user).toBe("ana")
    }).pipe(Effect.provide(world({ person: given }).layer)))

  it.effect("U-30 a wrong password is a sign-in that is needed; nothing changes and nothing of it is said", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(login(request(), sends(here)))
      expect([error.code, exitReason(error)]).toEqual(["AUTH-03", "signInNeeded"])
      expect(`${error.message}${error.why}${JSON.stringify(error)}`).not.toContain(marker)
      expect((yield* stored).server).toBe(elsewhere)
    }).pipe(Effect.provide(world({ person: { password: `${marker}-wrong` }, stored: storedAt(elsewhere) }).layer)))

  it.effect("G-A6 the sign-in of another server is replaced, and that is said; of the same one it is not", () =>
    Effect.gen(function*() {
      const first = yield* login(request(), sends(here))
      expect([first.data.replaced, first.diagnostics.map(({ code }) => code)]).toEqual([elsewhere, ["AUTH-08"]])
      expect((yield* login(request(), sends(here))).data.replaced).toBe(null)
    }).pipe(Effect.provide(world({ person: given, stored: storedAt(elsewhere) }).layer)))

  it.effect("B-24 a token of the environment wins, and that is said", () =>
    Effect.gen(function*() {
      const { diagnostics } = yield* login(request(), sends(here))
      expect(diagnostics.map(({ code }) => code)).toEqual(["AUTH-09"])
    }).pipe(Effect.provide(world({ person: given, settings: { token: Option.some(Redacted.make("t")) } }).layer)))

  it.effect("U-30 at a terminal name and password are asked for; an empty answer is none", () => {
    const { asked, layer } = world({ person: { name: "ana", password } })
    const mute = world({ person: { name: "ana" } })
    return Effect.gen(function*() {
      const { data } = yield* Effect.provide(login(request({ username: null, passwordStdin: false }), sends(here)), layer)
      expect(data.user).toBe("ana")
      expect(asked).toEqual(["User name: ", "Password (not shown): "])
      const error = yield* Effect.flip(Effect.provide(login(request({ passwordStdin: false }), sends(here)), mute.layer))
      expect(exitReason(error)).toBe("usage")
    })
  })

  it.effect("U-20 where nobody may be asked, the flag that is missing is named", () => {
    const { asked, layer } = world({ person: { silence: "CI is set", ...given } })
    return Effect.gen(function*() {
      for (const [over, flag] of [
        [{ username: null, passwordStdin: false }, "--username"],
        [{ username: null }, "--username"],
        [{ passwordStdin: false }, "--password-stdin"]
      ] as const) {
        const error = yield* Effect.flip(login(request(over), sends(here)))
        expect([exitReason(error), error.target]).toEqual(["usage", flag])
      }
      expect(asked).toEqual([])
    }).pipe(Effect.provide(layer))
  })
})

describe("auth logout", () => {
  it.effect("B-24 removes the sign-in, whichever server it is for, and says so once", () =>
    Effect.gen(function*() {
      expect((yield* logout).data).toMatchObject({ removed: true, server: elsewhere, environment_token: false })
      expect((yield* stored).access).toBe(null)
      const again = yield* logout
      expect([again.data.removed, again.exitCode]).toEqual([false, 0])
    }).pipe(Effect.provide(world({ stored: storedAt(elsewhere) }).layer)))

  it.effect("B-24 says that the environment's token stays", () =>
    Effect.gen(function*() {
      const { data, diagnostics } = yield* logout
      expect(data.environment_token).toBe(true)
      expect(diagnostics.map(({ code }) => code)).toEqual(["AUTH-09"])
    }).pipe(Effect.provide(world({ settings: { token: Option.some(Redacted.make("t")) } }).layer)))
})
