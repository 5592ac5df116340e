import { SCALE_STEPS, type ScaleName } from "../colourScales.ts";
import { linearTicks, type Ticks } from "../format/ticks.ts";

/**
 * Values in steps of colour: ascending edges with their labels, and a colour for each of the steps between and beyond them.
 * The lowest and the highest step have no outer end.
 */
export interface ColourSteps {
  readonly scale: ScaleName;
  readonly edges: Ticks;
  /** Place of each step's colour in the scale [edges + 1]. */
  readonly colours: readonly number[];
}

/** About how many steps are told apart: the first of these that needs no more colours than there are. */
const STEPS = [8, 7, 6, 5];

/** Steps with round edges between two values; a single step where they are equal. */
export function sequentialSteps(low: number, high: number): ColourSteps {
  const edges = STEPS.map((count) => edgesBetween(low, high, count)).find(
    ({ values }) => values.length < SCALE_STEPS,
  )!;
  const last = edges.values.length;
  const colours = Array.from({ length: last + 1 }, (_, i) =>
    last === 0 ? SCALE_STEPS >> 1 : Math.round((i * (SCALE_STEPS - 1)) / last),
  );
  return { scale: "sequential", edges, colours };
}

function edgesBetween(low: number, high: number, count: number): Ticks {
  if (!(high > low)) return { values: [], labels: [] };
  const { values, labels } = linearTicks(low, high, count);
  const inside = (value: number) => value > low && value < high;
  return { values: values.filter(inside), labels: labels.filter((_, i) => inside(values[i]!)) };
}

/** Ten steps of 0.1 from 0 to 1, set apart at 0.5 by their colour. */
export function probabilitySteps(): ColourSteps {
  const values = Array.from({ length: SCALE_STEPS - 1 }, (_, i) => (i + 1) / SCALE_STEPS);
  return {
    scale: "diverging",
    edges: { values, labels: values.map((value) => value.toFixed(1)) },
    colours: Array.from({ length: SCALE_STEPS }, (_, i) => i),
  };
}

/** The step that holds a value; a value at an edge belongs to the step above it. */
export function stepOf({ edges }: ColourSteps, value: number): number {
  let step = 0;
  while (step < edges.values.length && value >= edges.values[step]!) step += 1;
  return step;
}
