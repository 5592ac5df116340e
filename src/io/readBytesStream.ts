import { asFileError, FileError } from "./fileError.ts";
import { LARGEST_FILE } from "./readBytesFile.ts";

/** What the streams of Node have beside their parts. */
interface StreamParts extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean;
  destroy?(): unknown;
}

/**
 * The bytes of a stream to its end.
 *
 * @throws FileError, in the name of `where`, if the stream is a terminal, fails or brings more than 500 MB. Rejects with the
 *   reason of the signal as soon as that is aborted, and then lets go of the stream.
 */
export async function readBytesStream(
  where: string,
  stream: StreamParts,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (stream.isTTY === true) {
    throw new FileError(
      where,
      "ENOTTY",
      "cannot read: nothing is piped in, it is a terminal",
      "Pipe a table in, as in: credence fit - --target y < table.csv",
    );
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  let stop: (reason: unknown) => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = reject;
  });
  // Whoever is not waiting at the moment hears of it below.
  aborted.catch(() => undefined);
  const onAbort = (): void => stop(signal?.reason);
  signal?.addEventListener("abort", onAbort);
  let done = false;
  try {
    signal?.throwIfAborted();
    const iterator = stream[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done === true) break;
      const part = typeof next.value === "string" ? Buffer.from(next.value) : next.value;
      size += part.length;
      if (size > LARGEST_FILE) {
        throw new FileError(
          where,
          "EFBIG",
          `cannot read: up to ${LARGEST_FILE} bytes are read, there are more`,
          "Use fewer rows.",
        );
      }
      parts.push(part);
    }
    done = true;
    return Buffer.concat(parts, size);
  } catch (error) {
    throw asFileError(where, "read", error);
  } finally {
    signal?.removeEventListener("abort", onAbort);
    // A pipe that is still open would keep the process alive.
    if (!done) stream.destroy?.();
  }
}
