import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import { StateNotWritable } from "../../../domain/identity/projectErrors.js"
import type { BackupManifest } from "../../../domain/upgrade/BackupManifest.js"
import { Git } from "../../../services/Git.js"
import { Notices } from "../../../services/Notices.js"
import { writeFileAtomic } from "../atomicWrite.js"
import { excludeFile, missingFrom, notExcluded } from "../gitExclude.js"
import { describeCause } from "../systemError.js"
import { sweepTemporaries } from "./sweepTemporaries.js"

type Exclusion = BackupManifest["git_exclude"]

/** The repository's list of ignored files and what it holds; null text where it is not there. None without git. */
const readList = Effect.gen(function*() {
  const common = yield* (yield* Git).commonDirectory
  const paths = yield* Path.Path
  if (Option.isNone(common)) return Option.none()
  const file = excludeFile(paths, common.value)
  return yield* Effect.try({
    try: () => Option.some({ file, text: fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null }),
    catch: describeCause
  }).pipe(Effect.catchAll((why) =>
    Effect.as(Effect.flatMap(Notices, ({ add }) => add(notExcluded(file, "**/.kittify/", why))), Option.none())))
})

/** What git must be told to ignore for this upgrade, beyond what an interrupted one has told it. Writes nothing. */
export const planExclusion = Effect.fn("planExclusion")(function*(already: Exclusion, patterns: ReadonlyArray<string>) {
  const list = yield* readList
  if (Option.isNone(list)) return already
  const addition = missingFrom(list.value.text ?? "", patterns)
  if (addition === "" || already?.added.includes(addition) === true) return already
  return { added: [...already?.added ?? [], addition], made: already?.made ?? list.value.text === null }
})

/** Tells git. Where that can't be, the files merely show as untracked: a notice. */
export const exclude = Effect.fn("exclude")(function*(exclusion: Exclusion, patterns: ReadonlyArray<string>) {
  const list = yield* readList
  if (exclusion === null || Option.isNone(list)) return
  const { file, text } = list.value
  const addition = missingFrom(text ?? "", patterns)
  if (addition === "") return
  yield* Effect.try({
    try: () => {
      fs.mkdirSync(path.dirname(file), { recursive: true })
      fs.appendFileSync(file, addition)
    },
    catch: describeCause
  }).pipe(
    Effect.catchAll((why) => Effect.flatMap(Notices, ({ add }) => add(notExcluded(file, patterns.join(", "), why))))
  )
})

/** The text without what was appended, as far as it still stands there. */
const without = (text: string, added: ReadonlyArray<string>): string =>
  added.reduceRight((rest, addition) => {
    const at = rest.lastIndexOf(addition)
    return at === -1 ? rest : rest.slice(0, at) + rest.slice(at + addition.length)
  }, text)

/** Takes back what was told to git, and nothing else. */
export const include = Effect.fn("include")(function*(exclusion: Exclusion) {
  const list = yield* readList
  if (exclusion === null || Option.isNone(list) || list.value.text === null) return
  const { file, text } = list.value
  const rest = without(text, exclusion.added)
  yield* sweepTemporaries(new Set([file]))
  if (rest === text) return
  const attempt = <A>(run: () => A) =>
    Effect.try({ try: run, catch: (cause) => new StateNotWritable({ path: file, detail: describeCause(cause) }) })
  if (rest === "" && exclusion.made) return yield* attempt(() => fs.rmSync(file))
  const mode = yield* attempt(() => fs.statSync(file).mode & 0o7777)
  yield* writeFileAtomic(file, rest, { mode, durable: true, exact: true })
})
