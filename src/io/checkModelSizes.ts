import { show } from "../errors/checks.ts";
import { FormatError } from "../errors/errors.ts";
import type { ModelManifest } from "./modelManifest.ts";
import { LARGEST_TENSOR } from "./tensorText.ts";

/** The shapes of arrays by their names. */
export type ArrayShapes = Readonly<Record<string, { readonly shape: readonly number[] }>>;

/** What to say of a file whose parts do not fit each other. */
export const DAMAGED = "The file may be damaged, or was edited by hand.";

/**
 * Refuses a manifest that asks for more memory than the file is worth: no network may have more parameters than an axis of
 * the arrays fitted with it is long; and numbers of inputs, targets and classes must agree. Throws a FormatError.
 */
export function checkModelSizes(
  where: string,
  { encoding, posterior }: ModelManifest,
  arrays: ArrayShapes,
): void {
  const { inputs, targets = 1, classes = [], scaler } = posterior;
  const fail = (problem: string): never => {
    throw new FormatError({ where, problem, fix: DAMAGED });
  };
  if (scaler.x.shift.length !== inputs || scaler.x.scale.length !== inputs) {
    fail(`the scaler must have one entry for each of ${inputs} inputs`);
  }
  if (scaler.y.shift.length !== targets || scaler.y.scale.length !== targets) {
    fail(
      targets === 1
        ? "the scaler must have one target"
        : `the scaler must have one entry for each of ${targets} targets`,
    );
  }
  const width = encoding?.features.reduce((sum, { levels }) => sum + (levels?.length ?? 1), 0);
  if (width !== undefined && width !== inputs) {
    fail(`the encoding must give ${inputs} inputs, it gives ${width}`);
  }
  if (encoding !== undefined && encoding.targets.length !== targets) {
    fail(`the encoding must give ${targets} targets, it gives ${encoding.targets.length}`);
  }
  const levels = encoding?.targets[0]?.levels;
  if (levels !== undefined && JSON.stringify(levels) !== JSON.stringify(classes)) {
    fail("the classes of the encoding must be those of the posterior");
  }
  const longest = Object.values(arrays).reduce(
    (most, { shape }) => shape.reduce((a, b) => Math.max(a, b), most),
    0,
  );
  checkNetwork(posterior, longest, fail);
}

function checkNetwork(
  posterior: ModelManifest["posterior"],
  longest: number,
  fail: (problem: string) => never,
): void {
  const { inputs, model } = posterior;
  const { kind, units, joints, hidden } = model.network;
  if (kind === "random-relu" && !(Number(units) <= longest && Number(units) * inputs <= LARGEST_TENSOR)) {
    fail(`the arrays must have an axis for the ${show(units)} units of the network`);
  }
  if (kind === "shallow-relu" && !Array.isArray(joints)) {
    fail("the joints of a fitted network must be listed");
  }
  if (kind !== "mlp") return;
  const layers = [inputs, ...(Array.isArray(hidden) ? hidden : [Number.NaN]), outputsOf(posterior)];
  const isWidth = (width: unknown): boolean => Number.isSafeInteger(width) && (width as number) >= 1;
  if (!layers.slice(1).every(isWidth)) fail("hidden must list the numbers of units of the hidden layers");
  let parameters = 0;
  for (let l = 0; l + 1 < layers.length; l++) parameters += (layers[l]! + 1) * layers[l + 1]!;
  if (!(parameters <= longest)) {
    fail(`the arrays must have an axis for the ${parameters} parameters of the network`);
  }
}

/** Outputs that the network has at the least. */
function outputsOf({ targets = 1, classes = [], model }: ModelManifest["posterior"]): number {
  switch (model.likelihood["kind"]) {
    case "categorical":
      return Math.max(1, classes.length);
    case "heteroscedastic":
      return 2 * targets;
    default:
      return targets;
  }
}
