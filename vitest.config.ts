import { defineConfig } from "vitest/config";

const slow = "tests/**/*.slow.test.ts";
const browser = "tests/browser/**/*.test.ts";
const report = "tests/report/**/*.test.ts";
// The peers of the benchmarks come with tests of their own.
const peers = "tests/bench/node_modules/**";

// Far above what any test needs, so that a busy machine fails none.
const testTimeout = 30_000;

/**
 * Quick and report on every `npm test`; slow after them in continuous integration, and so is the browser tier, which
 * vitest.browser.config.ts describes.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "quick",
          testTimeout,
          include: ["tests/**/*.test.ts"],
          exclude: [slow, browser, report, peers],
        },
      },
      { test: { name: "report", testTimeout, include: [report], isolate: false } },
      { test: { name: "slow", include: [slow], testTimeout: 300_000 } },
    ],
  },
});
