import { open, type OpenConfig, SpecKittyError } from "spec-kitty-effect/promise"

/** What became of a project's artifacts, in one sentence. Nothing of Effect is seen here. */
export const deliver = async (config: OpenConfig): Promise<string> => {
  try {
    await using client = await open(config)
    const { data } = await client.sync({ waitMs: 10_000 })
    const sent = data.missions.flatMap(({ bodies }) => bodies).filter(({ outcome }) => outcome === "uploaded")
    return `${data.delivery}: ${sent.length} bodies`
  } catch (error) {
    if (error instanceof SpecKittyError) return `${error.code}: ${error.message}`
    throw error
  }
}
