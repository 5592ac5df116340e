import { CredenceError } from "../../src/errors/errors.ts";

/** The typed error with which a promise rejects; whatever else happens is an error of the test. */
export async function rejection(promise: Promise<unknown>): Promise<CredenceError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof CredenceError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
