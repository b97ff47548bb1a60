import { build } from "esbuild"
import { fileURLToPath } from "node:url"

/** Builds a script of this folder as `scripts/build.mjs` builds the binary; returns the file, below the package. */
export const bundled = async (name: string): Promise<string> => {
  const outfile = fileURLToPath(new URL(`../../node_modules/.cache/spec-kitty-effect/bench-${name}.mjs`, import.meta.url))
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    external: ["better-sqlite3", "@parcel/watcher", "msgpackr-extract"],
    banner: { js: 'import { createRequire as __cr } from "node:module";const require=__cr(import.meta.url);' },
    logLevel: "warning"
  })
  return outfile
}
