/** An interrupted command that left something to continue from. Its message says what and how. */
export class InterruptedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InterruptedError";
  }
}
