import * as v from "valibot";
import type { TableEncoding } from "../data/encoding.ts";
import type { Scaler } from "../data/scaler.ts";
import { show } from "../errors/checks.ts";
import { FormatError } from "../errors/errors.ts";
import { LARGEST_TENSOR, type TensorText } from "./tensorText.ts";

/** How a saved model came about. */
export interface ModelProvenance {
  readonly seed: string | number;
  readonly data: {
    readonly name: string;
    readonly rows: number;
    readonly columns: number;
    /** "sha256:...", of the bytes of the data. */
    readonly hash: string;
  };
  /** Command that makes the model again. */
  readonly command?: string;
}

/** A model file as parsed JSON. The model's own spec is checked where a model is made of it. */
export interface ModelFile {
  readonly credence: string;
  readonly provenance?: ModelProvenance;
  readonly encoding?: TableEncoding;
  readonly posterior: {
    readonly method: string;
    readonly inputs: number;
    readonly scaler: Scaler;
    readonly model: { readonly network: Readonly<Record<string, unknown>> };
    readonly values: Readonly<Record<string, string | number>>;
  };
  readonly tensorHash: string;
  readonly tensors: Readonly<Record<string, TensorText>>;
}

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const column = v.strictObject({ column: v.string(), levels: v.exactOptional(v.array(v.string())) });
const columnScaler = v.strictObject({ shift: v.array(finite), scale: v.array(finite) });

const schema = v.strictObject({
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
    model: v.looseObject({ network: v.looseObject({ kind: v.string() }) }),
    inputs: size,
    scaler: v.strictObject({ x: columnScaler, y: columnScaler }),
    values: v.record(v.string(), v.union([v.string(), finite])),
  }),
  tensorHash: v.string(),
  tensors: v.record(v.string(), v.strictObject({ shape: v.array(size), data: v.string() })),
});

const DAMAGED = "The file may be damaged, or was edited by hand.";

/** The value as a model file. Throws a FormatError that names what is wrong with it. */
export function checkModelFile(where: string, value: unknown): ModelFile {
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
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return checkSizes(where, result.output);
  const issue = result.issues[0];
  throw new FormatError({
    where,
    problem: `${v.getDotPath(issue) ?? "the file"} must be ${issue.expected ?? "as documented"}, got ${issue.received}`,
    fix: DAMAGED,
  });
}

/**
 * Refuses a manifest that asks for more memory than the file is worth: a network must not be larger than an axis of
 * the arrays fitted with it, and inputs must agree in number.
 */
function checkSizes(where: string, file: ModelFile): ModelFile {
  const { inputs, scaler, model } = file.posterior;
  const longest = Object.values(file.tensors).reduce((most, { shape }) => Math.max(most, ...shape), 0);
  const { kind, units, joints } = model.network;
  const fail = (problem: string): never => {
    throw new FormatError({ where, problem, fix: DAMAGED });
  };
  if (scaler.x.shift.length !== inputs || scaler.x.scale.length !== inputs) {
    fail(`the scaler must have one entry for each of ${inputs} inputs`);
  }
  if (scaler.y.shift.length !== 1 || scaler.y.scale.length !== 1) fail("the scaler must have one target");
  const width = file.encoding?.features.reduce((sum, { levels }) => sum + (levels?.length ?? 1), 0);
  if (width !== undefined && width !== inputs) {
    fail(`the encoding must give ${inputs} inputs, it gives ${width}`);
  }
  if (kind === "random-relu" && !(Number(units) <= longest && Number(units) * inputs <= LARGEST_TENSOR)) {
    fail(`the arrays must have an axis for the ${show(units)} units of the network`);
  }
  if (kind === "shallow-relu" && !Array.isArray(joints))
    fail("the joints of a fitted network must be listed");
  return file;
}
