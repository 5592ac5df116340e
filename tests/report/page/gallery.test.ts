import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";
import { afterAll, describe, expect, test } from "vitest";
import type { ReportContent } from "../../../src/report/page/content.ts";
import { readPage } from "../../../src/report/page/readPage.ts";
import { renderGallery } from "../../../src/report/page/renderGallery.ts";
import { renderReport } from "../../../src/report/page/renderReport.ts";
import { plainText } from "../../../src/report/page/text.ts";
import { hostileStrings, sampleContent } from "../samples.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "credence-gallery-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const parser = new new JSDOM("").window.DOMParser();
/** Reads a page without its style sheet, which would take most of the time. */
const parse = (html: string): Document =>
  parser.parseFromString(html.replace(/<style>.*?<\/style>/s, ""), "text/html");
const { subtitle: _, ...rest } = sampleContent();
const bare: ReportContent = { ...rest, sections: [] };

/** What a page shows where the symbol is typeset. */
const shown = (element: Element | null) => element?.textContent.replaceAll("σ2φ", "σ²_φ");

describe("the opening of a page", () => {
  test("comes back as it went in: names, stressed words, code, symbols and signs of markup", () => {
    const verdict = [
      "At σ²_φ = 1 & below, ",
      { name: "<a> & 'b'" },
      " is ",
      { strong: "σ²_φ > 0, 90 %" },
      " in ",
      { code: '"x" &lt;' },
      ".",
    ];
    const page = renderReport({ ...bare, title: "A & <B>", subtitle: ["On ", { name: "y" }], verdict });
    const opening = readPage(page);
    expect(opening).toMatchObject({ title: "A & <B>", subtitle: ["On ", { name: "y" }, ""] });
    expect(plainText(opening.verdict).replaceAll("\u00a0", " ")).toBe(plainText(verdict));
    expect(readPage(renderReport(bare))).not.toHaveProperty("subtitle");
  });

  test.each(hostileStrings)(
    "shows the same in the gallery as on the page, and nothing else, with %j",
    (text) => {
      const verdict = ["a ", { name: text }, { strong: text }, { code: text }, text];
      const html = renderReport({ ...bare, title: text, subtitle: text, verdict });
      const page = parse(html);
      const options = { title: "Reports", subtitle: "all of them" };
      const gallery = parse(renderGallery([{ href: "a/b.html", ...readPage(html) }], options));
      expect(gallery.querySelector("h2 a")!.textContent).toBe(page.querySelector("h1")!.textContent);
      expect(gallery.querySelector("main .subtitle")!.textContent).toBe(
        page.querySelector(".subtitle")!.textContent,
      );
      expect(shown(gallery.querySelector("main section > p:last-child"))).toBe(
        shown(page.querySelector(".verdict")),
      );
      expect(gallery.querySelector("script, img, svg, iframe, body [style], [onmouseover]")).toBeNull();
    },
  );
});

describe("the committed gallery", () => {
  const committed = readFileSync(`${root}reports/index.html`, "utf8");
  const links = Array.from(parse(committed).querySelectorAll("main a"), (link) => link.getAttribute("href")!);

  test("is what the script makes, byte for byte", () => {
    if (!existsSync(`${root}dist/report/index.js`))
      throw new Error("The gallery is made by the built package: run `npm run build` first.");
    const file = join(folder, "index.html");
    execFileSync(process.execPath, [`${root}scripts/gallery.mjs`, file], { stdio: "pipe" });
    expect(readFileSync(file, "utf8") === committed, "npm run gallery makes another page").toBe(true);
  });

  test("leads to every page, those of the examples first and in the order of their list", () => {
    const pages = readdirSync(`${root}reports`, { recursive: true, encoding: "utf8" })
      .map((path) => path.replaceAll("\\", "/"))
      .filter((path) => path.endsWith(".html") && path !== "index.html");
    expect(links.toSorted()).toEqual(pages.toSorted());
    const list = readFileSync(`${root}examples/README.md`, "utf8");
    const listed = Array.from(list.matchAll(/\.\.\/reports\/([^)]+)/g), ([, path]) => path);
    expect(links.slice(0, listed.length)).toEqual(listed);
  });

  test("says of each what it says itself, under the same policy", () => {
    const policy = /content="default-src[^>]+>/;
    const page = readFileSync(`${root}reports/${links[0]}`, "utf8");
    expect(policy.exec(committed)![0]).toBe(policy.exec(page)![0]);
    const titles = Array.from(parse(committed).querySelectorAll("h2"), (heading) => heading.textContent);
    expect(titles).toEqual(
      links.map((path) => parse(readFileSync(`${root}reports/${path}`, "utf8").split("</head>")[0]!).title),
    );
  });
});
