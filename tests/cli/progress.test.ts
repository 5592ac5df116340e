import { describe, expect, test } from "vitest";
import type { Context } from "../../src/cli/context.ts";
import { createProgress } from "../../src/cli/progress.ts";

/** Standard error that remembers what was drawn; a terminal if `isTTY`. */
function terminal(isTTY: boolean) {
  const parts: string[] = [];
  const stderr = { isTTY, columns: 80, write: (text: string) => parts.push(text) };
  const context: Context = {
    stdout: { write: () => expect.unreachable("progress belongs on standard error") },
    stderr,
    cwd: ".",
    words: [],
    started: 0,
    signal: new AbortController().signal,
  };
  return { context, parts };
}

describe("progress", () => {
  test("is drawn where a person watches, and taken away", async () => {
    const { context, parts } = terminal(true);
    const { onProgress, stop } = await createProgress(context, {});
    onProgress!({ message: "reading rows", done: 1, total: 4 });
    onProgress!({ message: "solving", done: 4, total: 4 });
    stop();
    const drawn = parts.join("");
    expect(drawn).toMatch(/reading rows \[=+-+\] 25 %/);
    // The cursor is hidden while the bar is there, and shown again.
    expect(drawn.indexOf("\u001b[?25l")).toBeGreaterThanOrEqual(0);
    expect(drawn.lastIndexOf("\u001b[?25h")).toBeGreaterThan(drawn.lastIndexOf("\u001b[?25l"));
  });

  test.each([
    [undefined, "25 %"],
    [0.4, "25 %"],
    [12.4, "25 %, 12 s left"],
    [200, "25 %, 3 min left"],
    [9000, "25 %, 2.5 h left"],
    [Number.NaN, "25 %"],
  ])("%s seconds left: %s", async (secondsLeft, text) => {
    const { context, parts } = terminal(true);
    const { onProgress, stop } = await createProgress(context, {});
    onProgress!({
      message: "training",
      done: 1,
      total: 4,
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
    });
    const drawn = parts.join("");
    stop();
    expect(drawn.slice(drawn.indexOf("25 %"))).toMatch(new RegExp(`^${text}(?!,)`));
  });

  test.each([
    ["in a log or a pipe", false, {}],
    ["with --quiet", true, { quiet: true }],
    ["with --json", true, { json: true }],
  ])("nothing is drawn %s", async (_where, isTTY, flags) => {
    const { context, parts } = terminal(isTTY);
    const { onProgress, stop } = await createProgress(context, flags);
    expect(onProgress).toBeUndefined();
    stop();
    expect(parts).toEqual([]);
  });

  test("a bar that never started leaves nothing", async () => {
    const { context, parts } = terminal(true);
    (await createProgress(context, {})).stop();
    expect(parts).toEqual([]);
  });
});
