const open = "\ue000"
const close = "\ue001"

/** Keeps a pseudonym apart from what it stands beside, until all is done. */
export const wrapped = (pseudonym: string): string => `${open}${pseudonym}${close}`

/** Texts come without the two characters that wrap. */
export const unwrappable = (text: string): string => text.replace(/[\ue000\ue001]/g, "")

/** Takes the wrapping off: a pseudonym that would run into a word stands apart from it, so that it is known again. */
export const unwrap = (text: string): string =>
  text.replace(/\ue000([^\ue001]*)\ue001/g, (whole, pseudonym: string, at: number) => {
    const before = /[\w\ue001-]$/.test(text.slice(0, at)) ? " " : ""
    const after = /^(?:[\w\ue000-]|\.[\w\ue000])/.test(text.slice(at + whole.length)) ? " " : ""
    return `${before}${pseudonym}${after}`
  })

/** Every mark that stands for something hidden, and every pseudonym: never looked into again. */
const mark =
  /(\ue000[^\ue001]*\ue001|<(?:redacted|user|host|server|path|project|state|package)>|(?<![\w-])(?:mission-\d+|artifact-\d+(?:\.[A-Za-z0-9]{1,5})?)(?![\w-]|\.\w))/

/** Applies a rule to the text between marks, so that what was hidden once stays as it is. */
export const betweenMarks = (text: string, rule: (text: string) => string): string =>
  text.split(mark).map((part, at) => at % 2 === 1 ? part : rule(part)).join("")

/** The first `limit` characters (code points) at most, the last of them `…`; a mark is kept whole or left out. */
export const cutBetweenMarks = (text: string, limit: number): string => {
  const characters = Array.from(text)
  if (characters.length <= limit) return text
  let left = limit - 1
  const kept: Array<string> = []
  for (const [at, part] of text.split(mark).entries()) {
    const letters = Array.from(part)
    if (letters.length > left) return [...kept, ...(at % 2 === 1 ? [] : letters.slice(0, left)), "…"].join("")
    kept.push(part)
    left -= letters.length
  }
  return kept.join("")
}
