import { readFileSync, writeFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { visibleText } from "../../src/report/format/visibleText.ts";
import { createFolder, type Folder, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 60_000 });

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
});
afterEach(() => folder.remove());

/** Strings that are code or mischief in some language on their way: HTML, SVG, CSS, a shell, a terminal, a spreadsheet. */
const hostile: readonly (readonly [what: string, text: string])[] = [
  ["a script", "<script>alert(1)<script>"],
  ["a closing tag", "</title></style></script><script>alert(1)</script>"],
  ["an event handler", `"><img src=x onerror=alert(1)>`],
  ["an attribute", `' autofocus onfocus=alert(1) x='`],
  ["entities", "&lt;b&gt; &#60;script&#62; &amp;"],
  ["a comment", "<!-- --><![CDATA[ ]]>"],
  ["a style", "</style><style>*{display:none}"],
  ["a shell command", "$(touch owned); `touch owned` | x"],
  ["a formula", "=cmd|' /C calc'!A0"],
  ["a template", `\${alert(1)}{{alert(1)}}$&$1`],
  ["text that turns around", "\u202Egnp.elif\u202C \u2066x"],
  ["control characters of a terminal", "\u001b[31mred\u001b]0;title\u0007\u009b2J"],
  ["nothing to see", "\u200b\u00ad\ufeffx"],
  ["a name of an object's property", "toString"],
  ["another script", "名前 اسم שם 🙂"],
  ["a very long name", "long ".repeat(2000).trim()],
];

/** Characters that a line for a terminal must not hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be found
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** A name a file may have: a slash divides folders, and names end at 255 bytes. */
const fileName = (text: string) => `${text.replaceAll("/", "_").slice(0, 60)}.csv`;

const table = `x,y\n${Array.from({ length: 12 }, (_, i) => `${i},${(i * 5) % 7}`).join("\n")}\n`;

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A page as a browser sees it. Throws if anything in it could run or was made by one of the strings. */
function readPage(name: string): Document {
  const html = readFileSync(folder.at(name), "utf8");
  const { document } = new JSDOM(html).window;
  const made = document.querySelectorAll(
    "script, img, iframe, object, embed, form, input, base, link, [autofocus], [style]",
  );
  expect([...made].map((element) => element.outerHTML)).toEqual([]);
  expect(document.querySelectorAll("style")).toHaveLength(1);
  for (const element of document.querySelectorAll("*")) {
    for (const { name: attribute } of element.attributes) expect(attribute).not.toMatch(/^on/);
  }
  expect(html).not.toMatch(UNSAFE);
  return document;
}

describe.each(hostile)("%s", (_what, text) => {
  test("as the name of a target, an input and a category: readable and inert everywhere", async () => {
    const input = `${text} (input)`;
    const rows = Array.from(
      { length: 24 },
      (_, i) => `${i},${i % 3 === 0 ? quoted(text) : "plain"},${(i * 7) % 11}`,
    );
    writeFileSync(folder.at("a.csv"), `${quoted(input)},kind,${quoted(text)}\n${rows.join("\n")}\n`);
    const words = [
      "--target",
      text,
      "--categorical",
      "one-hot",
      "--units",
      "5",
      "--input-scale",
      "1",
      "--seed",
      "1",
    ];

    const report = await runCli(["report", "a.csv", ...words, "--out", "p.html"], folder.path);
    expect(report).toMatchObject({ code: 0, err: "" });
    expect(report.out).not.toMatch(UNSAFE);
    const document = readPage("p.html");
    const start = visibleText(text).slice(0, 20);
    expect(document.body.textContent).toContain(start);
    expect(document.title).toContain(start);

    const fit = await runCli(["fit", "a.csv", ...words, "--save", "m.json", "--json"], folder.path);
    expect(fit.code).toBe(0);
    expect(JSON.parse(fit.out).data).toMatchObject({
      target: text,
      inputs: [input, `kind=plain`, `kind=${text}`].sort((a, b) =>
        a === input ? -1 : b === input ? 1 : a < b ? -1 : 1,
      ),
    });
    const predict = await runCli(["predict", "m.json", "a.csv", "--id", text], folder.path);
    expect(predict).toMatchObject({ code: 0, err: "" });
    expect(folder.files()).toEqual(["a.csv", "m.json", "p.html", "p.metrics.json", "p.run.json"]);
  });

  test("in a message: one line without control characters", async () => {
    writeFileSync(folder.at("a.csv"), "x,y\n1,2\n2,3\n");
    const outcome = await runCli(["fit", "a.csv", "--target", text, "--seed", "1"], folder.path);
    expect(outcome).toMatchObject({ code: 2, out: "" });
    expect(outcome.err).toMatch(/^error: a\.csv: there is no column [^\n]+\n$/);
    expect(outcome.err).not.toMatch(UNSAFE);
    expect(outcome.err.length).toBeLessThan(1100);
  });

  test("as the name of files: read, named and written", async () => {
    const name = fileName(text);
    writeFileSync(folder.at(name), table);
    const model = `${name}.json`;
    const fit = await runCli(["fit", name, "--target", "y", "--seed", "1", "--save", model], folder.path);
    expect(fit).toMatchObject({ code: 0, err: "" });
    expect(fit.out).not.toMatch(UNSAFE);
    expect(fit.out).toContain(`Saved ${visibleText(model)}\n`);
    expect(folder.files()).toEqual([name, model].sort());
    const missing = await runCli(["fit", `no ${name}`, "--target", "y"], folder.path);
    expect(missing).toMatchObject({ code: 2, out: "" });
    expect(missing.err).toMatch(/^error: no [^\n]+ cannot read: there is no such file or folder[^\n]*\n$/);
    expect(missing.err).not.toMatch(UNSAFE);
  });
});

test("a page names the file it was made from: readable and inert", async () => {
  const name = fileName(`<script>alert(1)<script>"' onload=x \u202Egnp\u0007 &lt;`);
  writeFileSync(folder.at(name), table);
  const report = await runCli(
    ["report", name, "--target", "y", "--seed", "1", "--out", `${name}.html`],
    folder.path,
  );
  expect(report).toMatchObject({ code: 0, err: "" });
  expect(report.out).not.toMatch(UNSAFE);
  expect(readPage(`${name}.html`).body.textContent).toContain(visibleText(name));
});

test.each(["__proto__", "constructor", "prototype"])("a column named %s is refused", async (name) => {
  writeFileSync(folder.at("a.csv"), `${name},y\n1,2\n2,3\n`);
  const outcome = await runCli(["fit", "a.csv", "--target", "y"], folder.path);
  expect(outcome).toMatchObject({ code: 3, out: "" });
  expect(outcome.err).toContain("the name is unsafe as a key");
});

test("a spec from a file changes no object of the program", async () => {
  const spec = '{"network": {"kind": "linear", "__proto__": {"polluted": true}}}';
  writeFileSync(folder.at("spec.json"), spec);
  writeFileSync(folder.at("a.csv"), "x,y\n1,2\n2,3\n");
  const outcome = await runCli(["fit", "a.csv", "--target", "y", "--spec", "spec.json"], folder.path);
  expect(outcome.code).toBe(3);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
