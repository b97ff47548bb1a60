import { defineConfig } from "vitest/config"

/** Tests that need strace, root or a built binary, and fail where a tool is missing. Each makes projects and a home of its own. */
export default defineConfig({
  test: {
    include: ["test/system/**/*.test.ts"],
    setupFiles: ["test/emitted/setup.ts"],
    // Most of their time is other processes': one file per core.
    maxWorkers: "100%",
    passWithNoTests: false,
    testTimeout: 300_000,
    hookTimeout: 120_000
  }
})
