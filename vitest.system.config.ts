import { defineConfig } from "vitest/config"

/** Tests that need strace, root or a built binary. They run one file at a time and fail where a tool is missing. */
export default defineConfig({
  test: {
    include: ["test/system/**/*.test.ts"],
    setupFiles: ["test/emitted/setup.ts"],
    fileParallelism: false,
    passWithNoTests: false,
    testTimeout: 300_000,
    hookTimeout: 120_000
  }
})
