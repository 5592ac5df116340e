import { defineConfig } from "vitest/config";

const slow = "tests/**/*.slow.test.ts";
const browser = "tests/browser/**/*.test.ts";
const report = "tests/report/**/*.test.ts";
// The peers of the benchmarks come with tests of their own.
const peers = "tests/bench/node_modules/**";

// Far above what any test needs, so that a busy machine fails none.
const testTimeout = 30_000;

// Files share their process: loading the library anew for each takes longer than most of them. None may leave anything behind.
const shared = {
  isolate: false,
  setupFiles: ["tests/support/freshFile.ts"],
  restoreMocks: true,
  unstubGlobals: true,
  unstubEnvs: true,
};

/**
 * Quick and report on every `npm test`; slow after them in continuous integration, and so is the browser tier, which
 * vitest.browser.config.ts describes.
 */
export default defineConfig({
  test: {
    // All processors, not all but one: continuous integration has two.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          ...shared,
          name: "quick",
          testTimeout,
          hookTimeout: testTimeout,
          include: ["tests/**/*.test.ts"],
          exclude: [slow, browser, report, peers],
        },
      },
      { test: { ...shared, name: "report", testTimeout, hookTimeout: testTimeout, include: [report] } },
      { test: { name: "slow", include: [slow], testTimeout: 300_000 } },
    ],
  },
});
