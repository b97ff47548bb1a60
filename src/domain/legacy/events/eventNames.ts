import { newNames } from "../../identity/newNames.js"
import { isLegacyName } from "../../mission/legacyFields.js"

/** Letter case and compatibility forms hide no retired name from the gate; so they hide none from the translation. */
const fold = (name: string): string => /[^a-z0-9_]/.test(name) ? name.normalize("NFKC").toLowerCase() : name

const eventTypes: ReadonlyMap<string, string> = new Map([
  ["featurecreated", "MissionCreated"],
  ["featurecompleted", "MissionClosed"],
  ["featureclosed", "MissionClosed"]
])
const retiredHeads: ReadonlySet<string> = new Set(["feature", "feature_catalog"])

const renamed = (names: ReadonlyMap<string, string>) => (value: unknown): unknown =>
  typeof value === "string" ? names.get(fold(value)) ?? value : value

/** A key by its name of contract 3.0.0. */
export const keyNow = (key: string): string => {
  const name = fold(key)
  return isLegacyName(name) ? newNames[name] ?? key : key
}

/** An event type by its name of contract 3.0.0; what is no text stays. */
export const eventTypeNow = renamed(eventTypes)

/** An aggregate type by its name of contract 3.0.0; what is no text stays. */
export const aggregateTypeNow = renamed(new Map([["feature", "Mission"]]))

const headOf = (id: string): string => fold(id.slice(0, Math.max(0, id.indexOf("/"))))

/** An aggregate id without its `feature/`, however often it has one. */
export const withoutFeatureHead = (id: string): string => {
  let rest = id
  while (headOf(rest) === "feature") rest = rest.slice(rest.indexOf("/") + 1)
  return rest
}

/** Whether contract 3.0.0 has no aggregates with such an id. */
export const isRetiredId = (id: unknown): boolean => typeof id === "string" && retiredHeads.has(headOf(id))
