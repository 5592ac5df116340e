import { CredenceError, type ErrorParts } from "../errors/errors.ts";
import type { Task } from "../inference/executor.ts";

/** A task could not be done because its worker stopped; `cause` says why it stopped. */
export class WorkerError extends CredenceError {
  constructor(parts: ErrorParts) {
    super("numeric", parts);
  }
}

/** The error of a task whose workers stopped twice. */
export function crashed(position: number, { task }: Task, cause: unknown): WorkerError {
  const error = new WorkerError({
    where: "WorkerPool.map",
    problem: `task ${position} (${JSON.stringify(task)}, counted from 0) must run to its end, its worker stopped twice: ${reasonOf(cause)}`,
    fix: "Run it without a pool to see where it stops.",
    details: { position, task },
  });
  error.cause = cause;
  return error;
}

/** The error of tasks that were not done when their pool was closed, or came after that. */
export function closed(): WorkerError {
  return new WorkerError({ where: "WorkerPool.map", problem: "the pool must be open, it was closed" });
}

/** What a cause says, without its full stop. */
export function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.trim().replace(/\.$/, "");
}
