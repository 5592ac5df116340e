import { CredenceError } from "../../src/errors/errors.ts";

/** The typed error that the call throws. */
export function failure(call: () => unknown): CredenceError {
  try {
    call();
  } catch (error) {
    if (error instanceof CredenceError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
