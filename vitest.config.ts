import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

const source = (name: string) => fileURLToPath(new URL(`src/${name}.ts`, import.meta.url))

const pure = ["test/domain/**/*.test.ts", "test/programs/cli/**/*.test.ts"]

export default defineConfig({
  // The names under which examples/embed imports us: its own check, from the packed package, is scripts/package-check.mjs.
  resolve: {
    alias: [
      { find: /^spec-kitty-effect$/, replacement: source("index") },
      { find: /^spec-kitty-effect\/(promise|testing)$/, replacement: source("$1") }
    ]
  },
  test: {
    projects: [
      // Files that share nothing but code: loading it once per worker, not once per file, saves a minute.
      { extends: true, test: { name: "pure", include: pure, isolate: false } },
      { extends: true, test: { name: "whole", include: ["test/**/*.test.ts"], exclude: [...pure, "test/system/**", "node_modules/**"] } }
    ],
    setupFiles: ["test/emitted/setup.ts"],
    testTimeout: 30_000,
    // By default one core stays idle: on two cores that doubles the time.
    maxWorkers: "100%",
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      // Laws are tests: that they run says nothing about the code they judge.
      exclude: ["src/laws/**"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { lines: 90 }
    }
  }
})
