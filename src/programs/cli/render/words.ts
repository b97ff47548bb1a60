/** `1 body`, `2 bodies`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** A span of time as people say it: `0 s`, `4 s`, `3 min`, `2 h`, `5 days`. */
export const span = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}

/** When an instant is, seen from now: `now`, `in 2 s`. */
export const until = (instant: string, nowMs: number): string => {
  const left = Date.parse(instant) - nowMs
  return Number.isNaN(left) || left <= 0 ? "now" : `in ${span(left)}`
}

/** How long an instant ago is: `4 s`. */
export const since = (instant: string, nowMs: number): string => {
  const passed = nowMs - Date.parse(instant)
  return span(Number.isNaN(passed) ? 0 : passed)
}

/** `1.2 kB`; decimal units. */
export const size = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** `1 204`: digits in groups of three. */
export const thousands = (n: number): string => String(n).replace(/\B(?=(?:\d{3})+$)/g, " ")
