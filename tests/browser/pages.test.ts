import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderReport } from "../../src/report/page/renderReport.ts";
import { hostileNames, hostileStrings, sampleContent } from "../report/samples.ts";
import { findChromium, launchChromium } from "../support/chromium.ts";
import { attack, findTextClashes, overflow } from "./inspectPage.ts";

const chromium = findChromium();
if (chromium === undefined) {
  console.warn(
    "\n*** NO CHROMIUM FOUND: the pages were NOT opened in a browser. Set CREDENCE_CHROMIUM to its path. ***\n",
  );
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Committed pages, and two made here: one of every figure, and one with a different hostile string in each place. */
function pages(): [name: string, html: string][] {
  const committed = readdirSync(`${root}reports`, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".html"))
    .sort()
    .map((path): [string, string] => [`reports/${path}`, readFileSync(`${root}reports/${path}`, "utf8")]);
  const mixed = Object.fromEntries(
    Object.keys(hostileNames("")).map((key, i) => [key, hostileStrings[i % hostileStrings.length]!]),
  ) as unknown as ReturnType<typeof hostileNames>;
  return [
    ...committed,
    ["a page of every figure", renderReport(sampleContent())],
    ["a page of hostile strings", renderReport(sampleContent(mixed))],
    ["a page of long names", renderReport(sampleContent(hostileNames("W".repeat(10_000))))],
  ];
}

/** Accessibility takes the longest to check, and what it depends on is seen in one width of either scheme and on paper (A4). */
const views = [
  { name: "light, wide", width: 1440, colorScheme: "light", media: "screen", accessible: false },
  { name: "light, narrow", width: 390, colorScheme: "light", media: "screen", accessible: true },
  { name: "dark, wide", width: 1440, colorScheme: "dark", media: "screen", accessible: true },
  { name: "dark, narrow", width: 390, colorScheme: "dark", media: "screen", accessible: false },
  { name: "print", width: 718, colorScheme: "dark", media: "print", accessible: true },
] as const;

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Rows of the tables of numbers that are left for the check: all are alike, and looking at each takes most of the time. */
const ROWS = 4;

async function violations(page: Page): Promise<string[]> {
  await page.evaluate((rows) => {
    for (const body of document.querySelectorAll("details tbody"))
      for (const row of [...body.children].slice(rows)) row.remove();
  }, ROWS);
  await page.evaluate(axe);
  const result = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as AxeResult;
  return result.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes[0]!.html.slice(0, 200)}`);
}

describe.skipIf(chromium === undefined)("pages in headless Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(chromium!);
  });
  afterAll(() => browser?.close());

  // Two at a time: a page waits for its tab as often as the tab works.
  describe.concurrent.each(pages())("%s", (_, html) => {
    test.each(views)("$name: silent, readable, no scroll to the side, no text on text", async (view) => {
      const { width, colorScheme, media, accessible } = view;
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      const messages: string[] = [];
      page.on("console", (message) => messages.push(message.text()));
      page.on("pageerror", (error) => messages.push(error.message));
      page.on("request", (request) => messages.push(`requested ${request.url()}`));
      await page.emulateMedia({ media, colorScheme });
      await page.setContent(html, { waitUntil: "load" });
      if (media === "screen")
        await page.evaluate(() =>
          document.querySelectorAll("details").forEach((d) => {
            d.open = true;
          }),
        );
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(paper).toBe(
        colorScheme === "dark" && media === "screen" ? "rgb(21, 23, 26)" : "rgb(255, 255, 255)",
      );
      expect(await page.evaluate(overflow)).toBe(0);
      expect(await page.evaluate(findTextClashes)).toEqual([]);
      if (accessible) expect(await violations(page)).toEqual([]);
      expect(messages).toEqual([]);
      await context.close();
    });

    test("its policy refuses script, handler, style and picture", async () => {
      const page = await browser.newPage();
      await page.setContent(html, { waitUntil: "load" });
      const { refused, done } = await page.evaluate(attack);
      expect(done).toBe(false);
      expect(refused).toEqual(
        expect.arrayContaining(["img-src", "script-src-elem", "style-src-elem", "style-src-attr"]),
      );
      await page.close();
    });
  });

  test("the checks see a page that breaks them", async () => {
    const broken = renderReport(sampleContent())
      .replace(
        /text-anchor="end" font-variant="tabular-nums"/g,
        'text-anchor="middle" font-size="60" font-variant="tabular-nums"',
      )
      .replace("<main", '<main aria-hidden="wrong"><div style="width:5000px"><img src="x.png"></div>')
      .replace(/<style>/, "<style>/* changed */");
    const page = await browser.newPage();
    const messages: string[] = [];
    page.on("console", (message) => messages.push(message.text()));
    await page.setContent(broken, { waitUntil: "load" });
    expect(messages.join("\n")).toMatch(/Content Security Policy/);
    expect((await page.evaluate(findTextClashes)).length).toBeGreaterThan(0);
    expect((await violations(page)).join("\n")).toMatch(/image-alt|aria-valid-attr-value/);
    await page.close();
  });
});
