import type { ProjectUuid } from "../identity/ids.js"

/** Whose a row of a shared queue is. `untold`: nobody can say, since what names the project can't be read. */
export type Whose = "ours" | "others" | "untold"

/** By the value that names the project of a row; an event may name none, and is nobody's here then. */
export const whoseRow = (named: unknown, project: ProjectUuid): Whose => {
  if (named === null || named === undefined) return "others"
  if (typeof named !== "string") return "untold"
  return named.trim().toLowerCase() === project ? "ours" : "others"
}
