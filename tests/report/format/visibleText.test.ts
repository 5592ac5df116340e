import fc from "fast-check";
import { expect, test } from "vitest";
import { shorten, visibleLines, visibleText } from "../../../src/report/format/visibleText.ts";

test("hidden characters are shown by their code point, white space becomes one space", () => {
  expect(visibleText("abc\u202etxt")).toBe("abc[U+202E]txt");
  expect(visibleText("a\u0000b\u001bc\u200bd\ufeffe")).toBe("a[U+0000]b[U+001B]c[U+200B]d[U+FEFF]e");
  expect(visibleText("half \ud800 pair")).toBe("half [U+D800] pair");
  expect(visibleText("tag \u{e0041}")).toBe("tag [U+E0041]");
  expect(visibleText("a\r\n\tb\u2028c")).toBe("a b c");
});

test("scripts of the world and emoji with joiners stay as they are", () => {
  for (const text of ["σ²_φ", "نص عربي", "עברית", "日本語", "👩‍🔬", "é"])
    expect(visibleText(text)).toBe(text);
});

test("no hidden character is left, and doing it twice changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = visibleText(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}\u200b\u2028\u2029\ufeff]/u);
      expect(visibleText(shown)).toBe(shown);
    }),
  );
});

test("lines are kept in preformatted text", () => {
  expect(visibleLines("a\r\nb\u202e\n")).toBe("a\nb[U+202E]\n");
});

test("long text keeps its beginning and its end", () => {
  expect(shorten("abcdefghij", 10)).toBe("abcdefghij");
  expect(shorten("abcdefghijklmnop", 10)).toBe("abcdef…nop");
  expect(shorten("👩".repeat(20), 7)).toBe(`${"👩".repeat(4)}…${"👩".repeat(2)}`);
});
