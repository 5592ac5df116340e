import { createHash } from "node:crypto";
import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { visibleText } from "../../../src/report/format/visibleText.ts";
import { buildFigure } from "../../../src/report/page/figureSpec.ts";
import { renderReport } from "../../../src/report/page/renderReport.ts";
import { reportDocument } from "../../../src/report/page/reportDocument.ts";
import { styleHash, styleSheet } from "../../../src/report/page/styleSheet.ts";
import { hostileNames, hostileStrings, plainNames, sampleContent, sampleFigures } from "../samples.ts";

const page = renderReport(sampleContent());
const specs = sampleFigures();
const dom = parse(page);

/** Names of all elements in order, without the list of shortened names. */
function outline(document: Document): string[] {
  const shortened = document.querySelector("section[aria-labelledby=names-title]");
  const names: string[] = [];
  const visit = (element: Element): void => {
    if (element === shortened) return;
    names.push(element.localName);
    for (let child = element.firstElementChild; child !== null; child = child.nextElementSibling)
      visit(child);
  };
  visit(document.documentElement);
  return names;
}

function parse(html: string): Document {
  return new JSDOM(html).window.document;
}

describe("the page", () => {
  test("has language, title, landmarks, a skip link to its target, and headings in order", () => {
    expect(dom.documentElement.lang).toBe("en");
    expect(dom.title).toBe(plainNames.title);
    for (const landmark of ["header", "nav", "main", "footer"])
      expect(dom.querySelectorAll(landmark).length).toBe(1);
    expect(dom.body.firstElementChild!.getAttribute("href")).toBe("#content");
    expect(dom.querySelector("#content")!.localName).toBe("main");
    const levels = Array.from(dom.querySelectorAll("h1,h2,h3,h4"), (heading) => Number(heading.localName[1]));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1).length).toBe(1);
    levels.forEach((level, i) => {
      expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
  });

  test("leads with the verdict", () => {
    expect(dom.querySelector("main")!.firstElementChild!.className).toBe("verdict");
  });

  test("holds nothing that acts or loads: no script, handler, inline style, link out, image or frame", () => {
    const known = new Set(Array.from(dom.querySelectorAll("*"), (element) => element.localName));
    for (const name of [
      "script",
      "link",
      "img",
      "iframe",
      "object",
      "embed",
      "form",
      "input",
      "foreignObject",
      "use",
      "image",
    ]) {
      expect(known.has(name)).toBe(false);
    }
    for (const element of dom.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^(on|style$|src|xlink|srcdoc|action)/);
        if (name === "href") expect(value).toMatch(/^#[\w-]+$/);
      }
    }
    expect(page.match(/https?:/g)).toBeNull();
  });

  test("allows itself one style sheet by its hash, and nothing else", () => {
    const hash = createHash("sha256").update(styleSheet).digest("base64");
    expect(styleHash).toBe(hash);
    expect(dom.querySelectorAll("style").length).toBe(1);
    const text = dom.querySelector("style")!.textContent!;
    expect(createHash("sha256").update(text).digest("base64")).toBe(hash);
    const policy = dom.querySelector("meta[http-equiv=Content-Security-Policy]")!.getAttribute("content");
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    const before = page.slice(0, page.indexOf("Content-Security-Policy"));
    expect(before).not.toMatch(/<(style|title|body)/);
  });

  test("every drawing has a role, a title and a description; every id is used once", () => {
    const drawings = dom.querySelectorAll(".panels svg");
    const panels = specs.map((spec, i) => buildFigure(spec, `s${i}`, reportDocument()).panels.length);
    expect(drawings.length).toBe(panels.reduce((sum, count) => sum + count, 0));
    for (const svg of drawings) {
      expect(svg.getAttribute("role")).toBe("img");
      const [title, description] = svg
        .getAttribute("aria-labelledby")!
        .split(" ")
        .map((id) => dom.getElementById(id)!);
      expect(title!.localName).toBe("title");
      expect(title!.textContent).not.toBe("");
      expect(description!.localName).toBe("desc");
      expect(description!.textContent).not.toBe("");
    }
    const ids = Array.from(dom.querySelectorAll("[id]"), (element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const clip of dom.querySelectorAll("[clip-path]")) {
      expect(dom.getElementById(/#(.*)\)/.exec(clip.getAttribute("clip-path")!)![1]!)).not.toBeNull();
    }
  });

  test("every figure has its number, a caption, and a table of its numbers", () => {
    const figures = dom.querySelectorAll("figure");
    expect(figures.length).toBe(specs.length);
    figures.forEach((figure, i) => {
      expect(figure.querySelector("figcaption")!.textContent).toMatch(new RegExp(`^Figure ${i + 1}\\.`));
      const tables = figure.parentElement!.querySelectorAll("details table");
      expect(tables.length).toBeGreaterThan(0);
      for (const table of tables) {
        expect(table.querySelector("caption")!.textContent).not.toBe("");
        expect(table.querySelectorAll("th[scope=col]").length).toBe(
          table.querySelectorAll("tbody tr:first-child > *").length,
        );
      }
    });
  });

  test("tables that are thinned say so", () => {
    expect(page).toContain("Curves and bands (30 of 81 rows, evenly chosen)");
  });

  test("scores are rounded to their error and the best of a column is bold, as the caption says", () => {
    const scores = dom.querySelector("table.scores")!;
    expect(scores.querySelector("caption")!.textContent).toContain("Best of each column in bold.");
    expect(Array.from(scores.querySelectorAll(".best"), (cell) => cell.textContent)).toEqual([
      "0.862 ± 0.021",
      "−1.25",
    ]);
  });

  test("says how it was made, without time, date or engine", () => {
    const text = dom.querySelector("#provenance")!.textContent!;
    for (const part of [
      plainNames.command,
      plainNames.seed,
      "sha256:0123456789abcdef",
      "credence 0.0.0",
      '"units": 14',
    ]) {
      expect(text).toContain(part);
    }
    expect(page).not.toMatch(/20\d\d-\d\d|node|v8/i);
  });

  test("can be read without its style sheet: words of caption and key are text", () => {
    expect(dom.querySelector(".key")!.textContent).toContain("function f(x), ± 2 sd");
  });
});

describe("bytes", () => {
  test("are the same every time, in any order of pages and in a fresh document", () => {
    renderReport(sampleContent(hostileNames("other")));
    expect(renderReport(sampleContent())).toBe(page);
    expect(renderReport(sampleContent(), { document: new JSDOM("<p>other</p>").window.document })).toBe(page);
  });

  test("an example page stays under 18 kB per figure, one of 100,000 rows under 1 MB and 2,000 marks per figure", () => {
    expect(Buffer.byteLength(page)).toBeLessThan(18_000 * specs.length);
    const large = renderReport(sampleContent(plainNames, 100_000));
    expect(Buffer.byteLength(large)).toBeLessThan(1_000_000);
    for (const figure of parse(large).querySelectorAll("figure")) {
      const pieces = Array.from(
        figure.querySelectorAll(".panels path"),
        (path) => path.getAttribute("d")!.match(/m/g)?.length ?? 1,
      );
      const marks = pieces.reduce(
        (sum, count) => sum + count,
        figure.querySelectorAll(".panels circle,.panels rect").length,
      );
      expect(marks).toBeLessThanOrEqual(2_000);
    }
  });
});

describe("hostile strings in every place", () => {
  const harmless = renderReport(sampleContent(hostileNames("name")));
  const expected = outline(parse(harmless));

  test.each(hostileStrings.map((text, i) => [i, text.slice(0, 24), text] as const))(
    "%i: %s",
    (_, __, text) => {
      const hostile = renderReport(sampleContent(hostileNames(text)));
      const document = parse(hostile);
      expect(outline(document)).toEqual(expected);
      for (const element of document.querySelectorAll("*")) {
        const acting = element.getAttributeNames().filter((name) => /^(on|style$|src)/.test(name));
        if (acting.length > 0) expect(acting).toEqual([]);
      }
      // Readable: the whole text stands on the page, with its hidden characters made visible.
      expect(document.body.textContent).toContain(visibleText(text));
      expect(hostile).not.toMatch(/[\p{Bidi_Control}\p{Surrogate}\u200b\ufeff]/u);
      expect(Buffer.byteLength(hostile)).toBeLessThan(40_000 * specs.length);
    },
  );

  test("the outline would show an escape that is missing", () => {
    const broken = harmless.replace("<bdi>name</bdi>", `<bdi>${hostileStrings[3]}</bdi>`);
    expect(outline(parse(broken))).not.toEqual(expected);
  });

  test("names are isolated from the words around them", () => {
    const document = parse(renderReport(sampleContent(hostileNames("עברית"))));
    for (const place of [".subtitle", "h1", ".shared-y", "figcaption", "table.scores th[scope=row]", "dd"]) {
      expect(document.querySelector(`${place} bdi`)!.textContent).toContain("עברית");
    }
  });
});

test("an unknown kind of figure or option is named", () => {
  const content = sampleContent();
  const figure = { kind: "pie", data: [] } as never;
  const sections = [{ title: "x", blocks: [{ kind: "figure", title: "y", figure } as const] }];
  expect(() => renderReport({ ...content, sections })).toThrow(
    /figure.kind must be one of "band", .* got "pie"/,
  );
  expect(() => renderReport(content, { theme: "x" } as object)).toThrow(/unknown option "theme"/);
});
