import type { TrackerProvider } from "../../wire/tracker.js"

/** One resource of the made-up trackers behind the reference receiver. */
export interface CatalogueEntry {
  readonly id: string
  readonly provider: TrackerProvider
  readonly displayLabel: string
  /** `repository`, where it is there, is what a project's `repo_slug` is compared with. */
  readonly context: Readonly<Record<string, string>>
}

const entry = (
  provider: TrackerProvider,
  id: string,
  displayLabel: string,
  context: CatalogueEntry["context"]
): CatalogueEntry => ({ id, provider, displayLabel, context })

/** What every team of the reference receiver has. GitLab is there, and empty. */
export const catalogue: ReadonlyArray<CatalogueEntry> = [
  entry("linear", "linear-billing", "ACME / Billing", { team: "BIL", repository: "acme/billing" }),
  entry("linear", "linear-platform", "ACME / Platform", { team: "PLA", repository: "acme/platform" }),
  entry("linear", "linear-tea", "ACME / Tea house", { team: "TEA" }),
  entry("jira", "jira-bil", "Billing (BIL)", { project_key: "BIL" }),
  entry("jira", "jira-ops", "Operations (OPS)", { project_key: "OPS" }),
  entry("github", "github-billing", "acme/billing", { repository: "acme/billing" })
]

/** The resources of one provider, in the order of the catalogue. */
export const resourcesOf = (provider: TrackerProvider): ReadonlyArray<CatalogueEntry> =>
  catalogue.filter((entry) => entry.provider === provider)
