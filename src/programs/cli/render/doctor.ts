import type { Outcome } from "../../../domain/Diagnostic.js"
import { DoctorReport } from "../../../domain/health/DoctorReport.js"
import { makeView } from "../View.js"
import { checksText } from "./checks.js"
import type { Style } from "./Style.js"

const closing = ({ checks, healthy }: DoctorReport, style: Style): string => {
  if (healthy) return style.good(`Healthy: all ${checks.length} checks are ok.`)
  const parts = (["error", "unknown", "warning"] as const).flatMap((verdict) => {
    const found = checks.filter((check) => check.verdict === verdict).length
    return found === 0 ? [] : [`${found} ${verdict}`]
  })
  return style.warn(`Not healthy: ${parts.join(", ")} of ${checks.length} checks.`)
}

const text = ({ data }: Outcome<DoctorReport>, style: Style): string =>
  [...checksText(data.checks, style), "", closing(data, style)].join("\n")

/** `doctor`: every check with its evidence, and what to do about what is not well. */
export const doctorView = makeView({ schema: "doctor@1", data: DoctorReport, text })
