/** Where text goes: standard output, standard error, or what a test put in their place. */
export interface Output {
  write(text: string): unknown;
  /** Whether a person watches: only then is progress drawn. */
  readonly isTTY?: boolean;
}

/** Where a table comes from that is named `-`: standard input, or what a test put in its place. */
export interface Input extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean;
}

/** What a command needs from outside. */
export interface Context {
  /** Opens standard input: a command that reads files alone leaves it closed. */
  readonly stdin?: () => Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** The words of the command line, the command's name first. */
  readonly words: readonly string[];
  /** When the command began, in milliseconds of `performance.now()`. */
  readonly started: number;
  /** Stops the command: nothing is left half-done. */
  readonly signal: AbortSignal;
}

/** Lets waiting events have their turn, an interrupt among them, and rejects with its reason if there was one. */
export async function takeTurn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
