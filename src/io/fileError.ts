import { CredenceError } from "../errors/errors.ts";

/** A file could not be read or written. Its `errno` is the system's code, such as "ENOENT" or "ENOSPC". */
export class FileError extends CredenceError {
  readonly errno: string;

  constructor(path: string, errno: string, problem: string, fix: string, cause?: unknown) {
    super("argument", { where: path, problem, fix, details: { path, errno } });
    this.errno = errno;
    this.cause = cause;
  }
}

/** Problem and remedy of the system's codes that a user can do something about. */
const REASONS: Readonly<Record<string, readonly [problem: string, fix: string]>> = {
  ENOENT: ["there is no such file or folder", "Check the path; folders are not created."],
  ENOTDIR: ["a part of the path is a file, not a folder", "Check the path."],
  EISDIR: ["a file is needed, this is a folder", "Add the name of a file to the path."],
  EACCES: ["permission was denied", "Choose a place you may use, or change its permissions."],
  EPERM: ["the operation is not permitted", "Choose a place you may use."],
  EROFS: ["the file system is read-only", "Choose another place."],
  ENOSPC: ["no space is left on the device", "Free some space or choose another place."],
  EDQUOT: ["your share of the disk is used up", "Free some space or choose another place."],
  EFBIG: ["the file is larger than the file system allows", "Choose another place."],
  ENAMETOOLONG: ["the name is too long", "Choose a shorter name."],
  ELOOP: ["symbolic links go round in a circle", "Check the path."],
  EMFILE: ["too many files are open", "Close some, or raise the limit."],
  EIO: ["the device failed", "Choose another place."],
};

/** Whether an error comes from the operating system. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException & { readonly code: string } {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string";
}

/** The error as a {@link FileError} about `path`; errors of other kinds come back unchanged. */
export function asFileError(path: string, action: "read" | "write", error: unknown): unknown {
  if (error instanceof CredenceError || !isSystemError(error)) return error;
  if (error.name === "AbortError") return error;
  const invalid = error.code.startsWith("ERR_");
  const reason = REASONS[error.code] ?? [
    invalid ? "the path is not valid" : `the system says ${error.code}`,
    "Check the path.",
  ];
  return new FileError(path, error.code, `cannot ${action}: ${reason[0]}`, reason[1], error);
}
