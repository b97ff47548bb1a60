import type { ProgressOptions } from "../layers/node/Progress.js"
import type { Invocation } from "../programs/cli/Invocation.js"
import { escapeJson } from "../programs/cli/render/escape.js"
import type { ProjectFlags } from "../services/GlobalFlags.js"

export const projectFlags = (
  { flags }: Invocation,
  concurrency: number | null = null,
  maxBodyBytes: number | null = null
): ProjectFlags => ({
  project: flags.project,
  config: flags.config,
  timeout: flags.timeout,
  concurrency,
  maxBodyBytes
})

export const progressOptions = ({ output }: Invocation): ProgressOptions => ({
  enabled: output.progress,
  ascii: output.ascii,
  ndjson: output.format === "ndjson" && !output.quiet ? escapeJson : null
})
