import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as fs from "node:fs"
import { dirname, join } from "node:path"
import { Diagnostic } from "../../domain/Diagnostic.js"
import { nobody, type SignIn } from "../../domain/signIn/SignIn.js"
import { CredentialsUnreadable } from "../../domain/signIn/signInErrors.js"
import { LeaseOwner } from "../../services/LeaseOwner.js"
import { LockPatience } from "../../services/LockPatience.js"
import { Notices } from "../../services/Notices.js"
import { Settings } from "../../services/Settings.js"
import { SignInStore } from "../../services/SignInStore.js"
import { flushFolder, probeWritable, writeFileAtomic } from "./atomicWrite.js"
import { attemptStep } from "./attemptStep.js"
import { withFileLock } from "./fileLock.js"
import { readPrivateFile } from "./readPrivateFile.js"
import { holdsSignIn, readSignIn, withoutSignIn, withSignIn } from "./signIn/credentialsText.js"
import { closeFolder, refuseForeign, sweepHalfWritten } from "./signIn/privateHome.js"

const exposedNotice = (file: string): Diagnostic =>
  new Diagnostic({
    severity: "warning",
    code: "FILE-02",
    message: `${file} can be read by other users of this machine.`,
    why: "whoever reads the token in it can send in your name",
    fix: `run chmod 600 ${file}`,
    target: file
  })

const remove = (file: string) =>
  Effect.zipRight(
    attemptStep(file, "remove", () => fs.rmSync(file, { force: true })),
    flushFolder(file, dirname(file))
  )

const make = Effect.gen(function*() {
  const { home, http } = yield* Settings
  const notices = yield* Notices
  const leases = yield* LeaseOwner
  const file = join(home, "credentials")

  const found = Effect.mapError(readPrivateFile(file), ({ reason }) => new CredentialsUnreadable({ path: file, reason }))

  const read = Effect.flatMap(found, Option.match({
    onNone: () => Effect.succeed(nobody),
    onSome: ({ exposed, text }) =>
      (exposed ? notices.add(exposedNotice(file)) : Effect.void).pipe(
        Effect.zipRight(readSignIn(text)),
        Effect.mapError(() => new CredentialsUnreadable({ path: file, reason: "not_toml" }))
      )
  })).pipe(Effect.withSpan("SignInStore.read"))

  /** What stands there now, to be changed; a file that can't be used counts as empty, for a sign-in replaces it. */
  const textBefore = found.pipe(
    Effect.map(Option.match({ onNone: () => "", onSome: ({ text }) => text })),
    Effect.orElseSucceed(() => "")
  )

  /** The original's own lock has the plain name, and works otherwise: the two would not see each other. */
  const changing = <A, E>(change: Effect.Effect<A, E>) =>
    closeFolder(home).pipe(
      Effect.zipRight(refuseForeign(file)),
      Effect.zipRight(sweepHalfWritten(file)),
      Effect.zipRight(change),
      Effect.uninterruptible,
      withFileLock(`${file}.writing.lock`),
      Effect.provideService(LeaseOwner, leases)
    )

  const write = (signIn: SignIn) =>
    Effect.flatMap(textBefore, (text) =>
      writeFileAtomic(file, withSignIn(text, signIn), { mode: 0o600, durable: true }))

  const replace = (used: Redacted.Redacted<string>, renewed: SignIn) =>
    Effect.orElseSucceed(read, () => nobody).pipe(
      Effect.map(({ refresh }) => refresh !== null && Redacted.value(refresh) === Redacted.value(used)),
      Effect.tap((same) => same ? write(renewed) : Effect.void),
      changing,
      Effect.withSpan("SignInStore.replace")
    )

  const forget = Effect.gen(function*() {
    // In a file that can't be read there may be a sign-in: it goes.
    const mayHold = found.pipe(
      Effect.map(Option.exists(({ text }) => holdsSignIn(text))),
      Effect.orElseSucceed(() => true)
    )
    if (!(yield* mayHold)) return false
    const rest = withoutSignIn(yield* textBefore)
    yield* rest === null ? remove(file) : writeFileAtomic(file, rest, { mode: 0o600, durable: true })
    return true
  })

  return SignInStore.of({
    read,
    checkWritable: closeFolder(home).pipe(
      Effect.zipRight(refuseForeign(file)),
      Effect.zipRight(probeWritable(file)),
      Effect.withSpan("SignInStore.checkWritable")
    ),
    save: (signIn) => changing(write(signIn)).pipe(Effect.withSpan("SignInStore.save")),
    replace,
    forget: changing(forget).pipe(Effect.withSpan("SignInStore.forget")),
    oneAtATime: (effect) =>
      Effect.gen(function*() {
        const patience = yield* LockPatience
        return yield* Effect.provideService(effect, LockPatience, patience).pipe(
          withFileLock(`${file}.renewing.lock`),
          Effect.provideService(LeaseOwner, leases),
          // Whoever holds it waits for a server, which may take that long.
          Effect.provideService(LockPatience, Duration.sum(patience, http.totalTimeout))
        )
      })
  })
})

/**
 * `$SPEC_KITTY_HOME/credentials`: TOML in the original tool's format, 0600 from its first moment in a folder of 0700.
 * Comments in it do not outlive a change.
 */
export const layer = Layer.effect(SignInStore, make)
