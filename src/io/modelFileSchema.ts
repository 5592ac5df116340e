import * as v from "valibot";
import { show } from "../errors/checks.ts";
import { FormatError } from "../errors/errors.ts";
import { type ArrayShapes, checkModelSizes, DAMAGED } from "./checkModelSizes.ts";
import type { ModelManifest } from "./modelManifest.ts";
import type { TensorText } from "./tensorText.ts";

/** A model file as parsed JSON, its arrays as text. */
export interface ModelFile extends ModelManifest {
  readonly tensors: Readonly<Record<string, TensorText>>;
}

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const column = v.strictObject({ column: v.string(), levels: v.exactOptional(v.array(v.string())) });
const columnScaler = v.strictObject({ shift: v.array(finite), scale: v.array(finite) });

const kinds = v.looseObject({
  network: v.looseObject({ kind: v.string() }),
  likelihood: v.looseObject({ kind: v.string() }),
});
/** The spec as it stands: an object schema would change the order of its keys. */
const spec = v.custom<ModelManifest["posterior"]["model"]>((value) => v.is(kinds, value));

const manifest = {
  format: v.literal("credence-model"),
  version: v.literal(1),
  credence: v.string(),
  provenance: v.exactOptional(
    v.strictObject({
      seed: v.union([v.string(), v.number()]),
      data: v.strictObject({ name: v.string(), rows: size, columns: size, hash: v.string() }),
      command: v.exactOptional(v.string()),
    }),
  ),
  encoding: v.exactOptional(
    v.strictObject({
      features: v.array(column),
      targets: v.array(column),
      weights: v.exactOptional(v.string()),
    }),
  ),
  posterior: v.strictObject({
    format: v.string(),
    version: v.number(),
    method: v.string(),
    options: v.record(v.string(), v.unknown()),
    model: spec,
    inputs: size,
    targets: v.exactOptional(v.pipe(size, v.minValue(1))),
    classes: v.exactOptional(v.array(v.string())),
    scaler: v.strictObject({ x: columnScaler, y: columnScaler }),
    values: v.record(v.string(), v.union([v.string(), finite])),
  }),
  tensorHash: v.string(),
};
const manifestSchema = v.strictObject(manifest);
const fileSchema = v.strictObject({
  ...manifest,
  tensors: v.record(v.string(), v.strictObject({ shape: v.array(size), data: v.string() })),
});

/** The value as a model file of JSON. Throws a FormatError that names what is wrong with it. */
export function checkModelFile(where: string, value: unknown): ModelFile {
  checkFormat(where, value);
  const file = checked(where, v.safeParse(fileSchema, value, { abortEarly: true }));
  checkModelSizes(where, file, file.tensors);
  return file;
}

/** The value as what a model file says of arrays with these shapes. Throws a FormatError that names what is wrong with it. */
export function checkManifest(where: string, value: unknown, arrays: ArrayShapes): ModelManifest {
  checkFormat(where, value);
  const file = checked(where, v.safeParse(manifestSchema, value, { abortEarly: true }));
  checkModelSizes(where, file, arrays);
  return file;
}

function checkFormat(where: string, value: unknown): void {
  const { format, version } = (typeof value === "object" && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const fail = (problem: string): never => {
    const fix = "Name a file written by credence fit --save, or save it again with this version.";
    throw new FormatError({ where, problem, fix });
  };
  if (format !== "credence-model") {
    fail(
      `the file must hold a model, got JSON whose format is ${format === undefined ? "not said" : show(format)}`,
    );
  }
  if (version !== 1) fail(`the model must be of version 1 of the format, got version ${show(version)}`);
}

function checked<T>(where: string, result: v.SafeParseResult<v.GenericSchema<unknown, T>>): T {
  if (result.success) return result.output;
  const issue = result.issues[0];
  const wanted = issue.type === "custom" ? "a model" : (issue.expected ?? "as documented");
  throw new FormatError({
    where,
    problem: `${v.getDotPath(issue) ?? "the file"} must be ${wanted}, got ${issue.received}`,
    fix: DAMAGED,
  });
}
