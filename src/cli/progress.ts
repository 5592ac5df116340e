import type { Progress } from "../inference/method.ts";
import type { Context } from "./context.ts";
import type { RunFlags } from "./flags.ts";

/** Shows how far a command has come. */
export interface ProgressDisplay {
  readonly onProgress?: (progress: Progress) => void;
  /** Takes the bar off the screen. */
  stop(): void;
}

/** A bar on standard error where a person watches; nothing in logs, pipes, with `--json` or with `--quiet`. */
export async function createProgress(context: Context, flags: RunFlags): Promise<ProgressDisplay> {
  if (context.stderr.isTTY !== true || flags.quiet || flags.json) return { stop: () => undefined };
  const { default: progress } = await import("cli-progress");
  const bar = new progress.SingleBar(
    {
      format: "{message} [{bar}] {percentage} %{left}",
      stream: context.stderr as NodeJS.WritableStream,
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
    },
    progress.Presets.legacy,
  );
  let started = false;
  return {
    onProgress: ({ message, done, total, secondsLeft }) => {
      const payload = { message, left: timeLeft(secondsLeft) };
      if (!started) bar.start(total, done, payload);
      started = true;
      bar.setTotal(total);
      bar.update(done, payload);
    },
    stop: () => {
      if (started) bar.stop();
      started = false;
    },
  };
}

/** How much longer it takes, in a unit that does not flicker; nothing where that is not known or soon over. */
function timeLeft(seconds: number | undefined): string {
  if (seconds === undefined || !(seconds >= 1)) return "";
  if (seconds < 90) return `, ${Math.round(seconds)} s left`;
  return seconds < 5400
    ? `, ${Math.round(seconds / 60)} min left`
    : `, ${(seconds / 3600).toFixed(1)} h left`;
}
