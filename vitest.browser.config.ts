import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumArguments, findChromium } from "./tests/support/chromium.ts";

const chromium = findChromium();
if (chromium === undefined) {
  console.warn(
    "\n*** NO CHROMIUM FOUND: the kernels were NOT tested in a browser. Set CREDENCE_CHROMIUM to its path. ***\n",
  );
}

/** The browser tier: tests that drive a browser from Node, and tests of the numbers that run inside a page. */
export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxConcurrency: 2,
    projects: [
      { extends: true, test: { name: "browser", include: ["tests/browser/**/*.test.ts"] } },
      ...(chromium === undefined ? [] : [insidePage(chromium)]),
    ],
  },
});

/** The tests of the kernels, of random numbers and of bytes, as they are, inside a page. */
function insidePage(executablePath: string) {
  return {
    extends: true as const,
    test: {
      name: "page",
      include: [
        "tests/numeric/kernels/**/*.test.ts",
        "tests/random/**/*.test.ts",
        "tests/bytes/bytes.test.ts",
      ],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { executablePath, args: chromiumArguments } }),
        instances: [{ browser: "chromium" as const }],
      },
    },
  };
}
