import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ArgumentError, CredenceError } from "../../src/errors/errors.ts";
import { findChromium } from "../../src/io/findChromium.ts";
import { htmlToPdf } from "../../src/io/htmlToPdf.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "credence-pdf-"));
  vi.stubEnv("TMPDIR", folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program in the place of Chromium; the browser tests print with a real one. */
function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Prints with a stand-in and shows that nothing but the stand-in and what it wrote down is left. */
async function printWith(script: string, options = {}): Promise<Uint8Array> {
  vi.stubEnv("CREDENCE_CHROMIUM", program("chromium", script));
  try {
    return await htmlToPdf("<p>σ²</p>", options);
  } finally {
    expect(readdirSync(folder).filter((name) => name.startsWith("credence-print-"))).toEqual([]);
  }
}

const LAST_TWO = `for word; do case $word in --print-to-pdf=*) out="\${word#*=}";; file://*) page="\${word#file://}";; esac; done`;

describe("printing a page", () => {
  test("gives what the browser made of the page, and hides network and profile from it", async () => {
    const words = join(folder, "words");
    const pdf = await printWith(
      `printf '%s\\n' "$@" > ${words}\n${LAST_TWO}\n{ printf '%%PDF-'; cat "$page"; } > "$out"`,
    );
    expect(Buffer.from(pdf).toString()).toBe("%PDF-<p>σ²</p>");
    const asked = readFileSync(words, "utf8").split("\n");
    expect(asked).toEqual(expect.arrayContaining(["--headless", "--host-resolver-rules=MAP * ~NOTFOUND"]));
    expect(asked.find((word) => word.startsWith("--user-data-dir="))).toContain("credence-print-");
  });

  test("holds no time, and is as long as it was", async () => {
    const dates =
      "/CreationDate (D:20261130193833+00'00')\n/ModDate (D:20261130193833+00'00') D:20261130193833";
    const pdf = await printWith(`${LAST_TWO}\nprintf '%s\\377' "${dates}" > "$out"`);
    const zero = "19700101000000";
    const text = `/CreationDate (D:${zero}+00'00')\n/ModDate (D:${zero}+00'00') D:20261130193833\u00ff`;
    expect(Buffer.from(pdf).toString("latin1")).toBe(text);
  });

  test.each([
    ["an exit code", "exit 3", /did not print the page: it ended with 3/],
    ["no file", "exit 0", /did not print the page: it ended without a file/],
    ["no end", "exec sleep 600", /did not print the page: it took more than 0.2 s/],
  ])("%s is an error of one kind", async (_what, script, message) => {
    const error = await printWith(script, script.includes("sleep") ? { timeout: 0.2 } : {}).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CredenceError);
    expect(error).toMatchObject({ code: "numeric", message: expect.stringMatching(message) });
  });

  test("an abort ends it", async () => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const started = join(folder, "started");
    const printing = printWith(`: > ${started}; exec sleep 600`, { signal: abort.signal });
    await vi.waitFor(() => readFileSync(started), { timeout: 20_000 });
    abort.abort(reason);
    await expect(printing).rejects.toBe(reason);
    await expect(htmlToPdf("", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("the browser", () => {
  test("is that of the environment, or else the first of its names on the path", () => {
    vi.stubEnv("CREDENCE_CHROMIUM", program("mine", ""));
    expect(findChromium()).toBe(join(folder, "mine"));
    vi.stubEnv("CREDENCE_CHROMIUM", "");
    vi.stubEnv("PATH", `:/nowhere:${folder}`);
    expect(findChromium).toThrow(ArgumentError);
    expect(findChromium).toThrow(/none of chromium, chromium-browser, google-chrome is installed\. Install/);
    writeFileSync(join(folder, "chromium"), "no program");
    const found = program("google-chrome", "");
    expect(findChromium()).toBe(found);
  });

  test("is missed by the name that was given", async () => {
    vi.stubEnv("CREDENCE_CHROMIUM", join(folder, "gone"));
    await expect(htmlToPdf("")).rejects.toThrow(/CREDENCE_CHROMIUM names .*gone, which is no program/);
  });

  test("wrong options are refused", async () => {
    await expect(htmlToPdf("", { timeout: 0 })).rejects.toThrow(ArgumentError);
    await expect(htmlToPdf("", { wait: 1 } as never)).rejects.toThrow(/wait/);
  });
});
