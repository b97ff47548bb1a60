import * as Effect from "effect/Effect"
import * as crypto from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { StateNotWritable } from "../../domain/identity/projectErrors.js"
import { attemptStep } from "./attemptStep.js"

export interface AtomicWriteOptions {
  /** Permission bits of the new file, set when it is created (the umask still applies, but for `exact`). */
  readonly mode: number
  /** Flush file and folder before returning. Derived files, which a scan can make again, do without. */
  readonly durable: boolean
  /** Sets the permission bits as they are, whatever the umask says: for a file that is to keep its own. */
  readonly exact?: boolean
}

/** A rename replaces whatever carries the name: a device or a FIFO would be gone (G-Q12). */
const refuseNonRegular = (target: string) =>
  Effect.filterOrFail(
    attemptStep(target, "look at the file", () => fs.lstatSync(target, { throwIfNoEntry: false })),
    (stat) => stat === undefined || stat.isFile(),
    () => new StateNotWritable({ path: target, detail: "it is not a regular file, and is left as it is", occupied: true })
  )

/** What was written is flushed by then, or need not be; a failure has nothing to add. */
const closeQuietly = (target: string, descriptor: number) =>
  Effect.ignore(attemptStep(target, "close", () => fs.closeSync(descriptor)))

/** `fsync` of a folder makes the rename itself last; Windows has no such call. */
export const flushFolder = (target: string, folder: string): Effect.Effect<void, StateNotWritable> =>
  process.platform === "win32"
    ? Effect.void
    : Effect.acquireUseRelease(
      attemptStep(target, "open the folder", () => fs.openSync(folder, fs.constants.O_RDONLY)),
      (descriptor) => attemptStep(target, "flush the folder", () => fs.fsyncSync(descriptor)),
      (descriptor) => closeQuietly(target, descriptor)
    )

const writeTemporary = (target: string, temporary: string, content: string | Uint8Array, options: AtomicWriteOptions) =>
  Effect.acquireUseRelease(
    attemptStep(target, "create", () => fs.openSync(temporary, "wx", options.mode)),
    (descriptor) =>
      attemptStep(target, "write", () => {
        fs.writeFileSync(descriptor, content)
        if (options.exact === true) fs.fchmodSync(descriptor, options.mode)
        if (options.durable) fs.fsyncSync(descriptor)
      }),
    (descriptor) => closeQuietly(target, descriptor)
  )

const temporaryName = /^\.(.+)\.[0-9a-f-]{36}\.tmp$/

/** The file that a name like this was to replace: left by a process that was killed before it could. */
export const targetOfTemporary = (name: string): string | undefined => temporaryName.exec(name)?.[1]

const temporaryBeside = (target: string): string =>
  path.join(path.dirname(target), `.${path.basename(target)}.${crypto.randomUUID()}.tmp`)

const removeQuietly = (target: string, temporary: string) =>
  Effect.ignore(attemptStep(target, "clean up", () => fs.rmSync(temporary, { force: true })))

const makeFolder = (target: string) =>
  attemptStep(target, "make the folder", () => fs.mkdirSync(path.dirname(target), { recursive: true }))

/** Fails where `writeFileAtomic` would, as far as that can be known: takes its first steps, and takes them back. */
export const probeWritable = (target: string): Effect.Effect<void, StateNotWritable> => {
  const temporary = temporaryBeside(target)
  return makeFolder(target).pipe(
    Effect.andThen(refuseNonRegular(target)),
    Effect.andThen(writeTemporary(target, temporary, "", { mode: 0o600, durable: false })),
    Effect.ensuring(removeQuietly(target, temporary)),
    Effect.uninterruptible
  )
}

/**
 * Replaces a file whole: readers see the old content or the new, never half (G-Q12). Its folder is made where absent.
 * Fails, leaving no temporary file behind, where the path is anything but a regular file or nothing.
 */
export const writeFileAtomic = (
  target: string,
  content: string | Uint8Array,
  options: AtomicWriteOptions
): Effect.Effect<void, StateNotWritable> => {
  const temporary = temporaryBeside(target)
  const replace = Effect.andThen(
    writeTemporary(target, temporary, content, options),
    attemptStep(target, "rename", () => fs.renameSync(temporary, target))
  )
  return makeFolder(target).pipe(
    Effect.andThen(refuseNonRegular(target)),
    Effect.andThen(Effect.onError(replace, () => removeQuietly(target, temporary))),
    Effect.andThen(options.durable ? flushFolder(target, path.dirname(target)) : Effect.void),
    Effect.uninterruptible
  )
}
