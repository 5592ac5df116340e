import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { renderReport } from "../../../src/report/page/renderReport.ts";
import { reportDocument } from "../../../src/report/page/reportDocument.ts";
import { reportFigures } from "../../../src/report/page/reportFigures.ts";
import { hostileNames, hostileStrings, sampleContent, sampleFigures, type UserNames } from "../samples.ts";

const content = sampleContent();
const figures = reportFigures(content, reportDocument());

const parser = new new JSDOM("").window.DOMParser();

/** The drawing as a program reads it that takes XML at its word. */
function parse(svg: string): Element {
  const root = parser.parseFromString(svg, "image/svg+xml").documentElement;
  expect(root.localName).toBe("svg");
  expect(root.querySelector("parsererror")).toBeNull();
  return root;
}

describe("the figures of a report", () => {
  test("are all those of the page, with its numbers and its sentences", () => {
    const page = new JSDOM(renderReport(content)).window.document;
    const captions = Array.from(page.querySelectorAll("figcaption"), ({ textContent }) =>
      // What the page typesets: spaces that do not break, and the prior variance.
      textContent.replaceAll("\u00a0", " ").replaceAll("σ2φ", "σ²_φ"),
    );
    expect(
      figures.map(({ number, title, caption }) => `Figure ${number}. ${title} ${caption}`.trimEnd()),
    ).toEqual(captions);
    expect(new Set(figures.map(({ kind }) => kind))).toEqual(
      new Set(sampleFigures().map(({ kind }) => kind)),
    );
  });

  test("are the same strings every time", () => {
    expect(reportFigures(content, new JSDOM("").window.document)).toEqual(figures);
  });

  test.each(figures)(
    "$kind is XML of its own, with size, title and description, and loads nothing",
    (figure) => {
      const svg = parse(figure.svg);
      expect(svg.namespaceURI).toBe("http://www.w3.org/2000/svg");
      const [width, height] = ["width", "height"].map((name) => Number(svg.getAttribute(name)));
      expect(width).toBeGreaterThan(200);
      expect(height).toBeGreaterThan(50);
      expect(svg.getAttribute("viewBox")).toMatch(/^\S+ \S+ \S+ \S+$/);
      expect(svg.querySelector("title")!.textContent).toBe(figure.title);
      expect(svg.querySelector("desc")!.textContent).not.toBe("");
      expect(svg.querySelector("script, style, image, a, foreignObject")).toBeNull();
      expect(figure.svg).not.toMatch(/(?:href|src|\son\w+)=|url\((?!#)/);
    },
  );

  test("have ids that are theirs alone and lead somewhere", () => {
    const ids = figures.flatMap(({ svg }) => Array.from(svg.matchAll(/ id="([^"]+)"/g), ([, id]) => id!));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { svg } of figures)
      for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(svg).toContain(`id="${id}"`);
  });

  test("stay XML and inert with hostile names", () => {
    // The third is the name of an input, which figures show.
    const texts = [...hostileStrings.slice(0, 2), "no\u00a0break & <more>", ...hostileStrings.slice(2)];
    const places = Object.keys(hostileNames(""));
    // Every string once, in whatever place.
    for (let first = 0; first < texts.length; first += places.length) {
      const names = Object.fromEntries(places.map((place, i) => [place, texts[(first + i) % texts.length]!]));
      for (const { svg } of reportFigures(sampleContent(names as unknown as UserNames), reportDocument()))
        expect(parse(svg).querySelector("script, style, image, body, foreignObject")).toBeNull();
    }
  });
});
