import { type JsonObject, listAt, objectAt, objectOf, textAt } from "../Json.js"

/** Bodies out of the fixtures, by method, path and status. */
export type ExampleIndex = ReadonlyMap<string, { readonly fixture: string; readonly request: unknown; readonly response: unknown }>

const keyOf = (method: string, path: string, status: number | string): string => `${method} ${path} ${status}`

/** The first exchange of each kind: the fixtures stand in the order in which they are read best. */
export const indexExamples = (fixtures: ReadonlyArray<JsonObject>): ExampleIndex => {
  const entries = fixtures.flatMap((fixture) =>
    listAt(fixture, "exchanges").map((item) => {
      const { request, response } = { request: objectAt(objectOf(item), "request"), response: objectAt(objectOf(item), "response") }
      const path = textAt(request, "path").replace(/\?.*$/, "")
      const key = keyOf(textAt(request, "method"), path, Number(response["status"]))
      return [key, { fixture: textAt(fixture, "fixture"), request: request["body"], response: response["body"] }] as const
    })
  )
  return new Map(entries.reverse())
}

/** An `examples` object of OpenAPI; empty where no fixture has such an exchange. */
export const exampleAt = (
  index: ExampleIndex,
  at: { readonly method: string; readonly path: string; readonly status: string },
  part: "request" | "response"
): JsonObject => {
  const found = index.get(keyOf(at.method.toUpperCase(), at.path, at.status))
  return found?.[part] === undefined
    ? {}
    : { examples: { [found.fixture]: { summary: `fixtures/${found.fixture}.json`, value: found[part] } } }
}
