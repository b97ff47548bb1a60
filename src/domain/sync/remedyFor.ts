import { fixFor } from "../contract/fixFor.js"
import { retiredField } from "../contract/forbiddenNames.js"
import type { DiagnosedItem, RefusedBy } from "./QueueDiagnosis.js"
import { ownCodes, type RowFault } from "./Unusable.js"

/** What a remedy depends on. */
type Patient = Pick<DiagnosedItem, "id" | "kind" | "mission_slug" | "subject" | "refused_by" | "faults">

export type Remedy = Pick<DiagnosedItem, "advice" | "next">

/** Who put an item into quarantine. */
export const refuser = (reasonCode: string | null, isForeign: boolean): RefusedBy => {
  if (isForeign) return "upgrade"
  return ownCodes.some((code) => code === reasonCode) ? "gate" : "server"
}

/** A slug that a shell takes as it stands; a row that somebody else wrote may hold any text. */
const plainWord = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
const syncOf = ({ mission_slug }: Patient): string =>
  mission_slug !== null && plainWord.test(mission_slug)
    ? `spec-kitty sync --mission ${mission_slug}`
    : "spec-kitty sync --all"

const show = ({ id }: Patient): string => `spec-kitty sync queue show ${id} --content`
const retry = ({ id }: Patient): string => `spec-kitty sync queue retry ${id}`
const drop = ({ id }: Patient): string => `spec-kitty sync queue drop ${id} --reason TEXT`

/** Made from the mission's files: a sync makes it again. What happened to a work package can't be made twice. */
const comesFromFiles = ({ kind, subject }: Patient): boolean => kind === "body" || subject.startsWith("MissionDossier")

/** Something that the person who wrote the file can change; every other field of a body is ours. */
const isInText = (kind: Patient["kind"], { pointer }: RowFault): boolean => kind === "body" && pointer === "/content_body"
const isInFile = ({ faults, kind }: Patient): boolean => faults.some((fault) => isInText(kind, fault))

/**
 * The faults of an item as they are told. Only what the artifact's file says can be corrected; a queued row is nobody's
 * to edit. A retired name is told as that alone, not as an unknown field as well.
 */
export const toldFaults = (kind: Patient["kind"], faults: ReadonlyArray<RowFault>): DiagnosedItem["faults"] => {
  const retired = new Set(faults.filter(({ rule }) => rule === retiredField).map(({ pointer }) => pointer))
  return faults.filter(({ pointer, rule }) => rule === retiredField || !retired.has(pointer))
    .map(({ pointer, rule }) => ({ pointer, rule, fix: isInText(kind, { pointer, rule }) ? fixFor({ pointer, rule }) : null }))
}

const refusedElsewhere = (item: Patient): Remedy =>
  item.refused_by === "gate"
    ? {
      advice: "The gate refused it before and would let it through now: try it again.",
      next: [retry(item), show(item)]
    }
    : item.kind === "body"
    ? {
      advice: "It keeps the contract; the server refused it. If its answer is about the content, change the file and " +
        "sync: that takes its place. If the fault was the server's, try it again.",
      next: [show(item), syncOf(item), retry(item), drop(item)]
    }
    : {
      advice: "It keeps the contract; the server refused it. Try it again once the server takes it, or give it up.",
      next: [show(item), retry(item), drop(item)]
    }

const againFromFiles = (item: Patient): Remedy =>
  isInFile(item)
    ? {
      advice: "Change the file as the rules say, then sync: that takes its place.",
      next: [show(item), syncOf(item), drop(item)]
    }
    : {
      advice: "It can't be sent as it is queued. A sync makes it again from the mission's files as they are now; drop " +
        "it if it is still here then.",
      next: [syncOf(item), drop(item)]
    }

/** With a name from before the cutover the files may have it as well, and would make the same again. */
const withUpgrade = (item: Patient, remedy: Remedy): Remedy =>
  item.faults.some(({ rule }) => rule === retiredField)
    ? {
      advice: "It uses a name that the contract has retired: if the mission's files do too, upgrade them first. " +
        remedy.advice,
      next: ["spec-kitty upgrade --dry-run", ...remedy.next]
    }
    : remedy

/** What to do about an item that needs attention: one sentence or two, and the commands in their order. */
export const remedyFor = (item: Patient): Remedy => {
  if (item.refused_by === "upgrade") {
    return {
      advice: "It was brought over from the original tool's queue as it was found, and can't be sent. Look at what it " +
        "holds, then drop it.",
      next: [show(item), drop(item)]
    }
  }
  if (item.faults.length === 0) return refusedElsewhere(item)
  return withUpgrade(item, comesFromFiles(item) ? againFromFiles(item) : {
    advice: "It can't be sent, and no sync can make it again: it says what happened once. Look at it, then drop it.",
    next: [show(item), drop(item)]
  })
}
