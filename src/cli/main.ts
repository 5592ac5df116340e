#!/usr/bin/env node
import { asFileError } from "../io/fileError.ts";
import { errorLine } from "./errorText.ts";
import { EXIT } from "./exitCode.ts";
import { run } from "./run.ts";

const abort = new AbortController();
process.once("SIGINT", () => {
  abort.abort(new Error("interrupted"));
  // A second interrupt does not wait for the command to notice the first.
  process.once("SIGINT", () => process.exit(EXIT.aborted));
});
// A reader that has seen enough, such as `head`, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.done);
  process.stderr.write(errorLine(asFileError("standard output", "write", error)));
  process.exit(EXIT.argument);
});

const { stdout, stderr } = process;
process.exitCode = await run(process.argv.slice(2), {
  stdin: () => process.stdin,
  stdout,
  stderr,
  cwd: process.cwd(),
  signal: abort.signal,
});
