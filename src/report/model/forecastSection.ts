import type { ForecastSummary } from "../../study/forecastSummary.ts";
import type { ComparedCandidate, MethodComparison } from "../../study/methodComparison.ts";
import type { Block, Section } from "../page/content.ts";
import { rankedCandidates } from "./comparisonVerdict.ts";

type Forecast<K extends ForecastSummary["kind"]> = Extract<ForecastSummary, { kind: K }>;

/** Lines that can be told apart in one figure: those of the best methods are drawn. */
const LINES = 8;
/** Classes: methods whose reliability is drawn, the best ones. */
const DRAWN = 4;

/** How sure the methods were of what they predicted, and how sure they should have been. */
export function forecastSection(comparison: MethodComparison, target: string): Section[] {
  const ranked = rankedCandidates(comparison);
  const numbers = of(ranked, "regression");
  const blocks =
    numbers.length > 0 ? intervalBlocks(numbers, target) : classBlocks(of(ranked, "classification"));
  return [{ title: "How sure, and how sure they should be", blocks }];
}

interface Named<K extends ForecastSummary["kind"]> {
  readonly name: string;
  readonly forecasts: Forecast<K>;
}

function of<K extends ForecastSummary["kind"]>(
  candidates: readonly ComparedCandidate[],
  kind: K,
): Named<K>[] {
  return candidates.flatMap(({ name, forecasts }) =>
    forecasts?.kind === kind ? [{ name, forecasts: forecasts as Forecast<K> }] : [],
  );
}

function intervalBlocks(methods: readonly Named<"regression">[], target: string): Block[] {
  const { levels } = methods[0]!.forecasts.coverage;
  const drawn = methods.slice(0, LINES);
  return [
    {
      kind: "figure",
      title: "Coverage of central intervals, less what they promise.",
      ...(drawn.length < methods.length
        ? { caption: `The best ${LINES} of ${methods.length} methods are drawn.` }
        : {}),
      figure: {
        kind: "coverage",
        data: {
          levels,
          count: Math.floor(methods[0]!.forecasts.effectiveRows),
          methods: drawn.map(({ name, forecasts }) => ({ name, observed: forecasts.coverage.observed })),
        },
      },
    },
    ...widthBlocks(methods, target),
  ];
}

/** How wide predictions are: a Student t may have no finite standard deviation, and no place. */
function widthBlocks(methods: readonly Named<"regression">[], target: string): Block[] {
  const groups = methods
    .map(({ name, forecasts }) => ({ name, values: forecasts.sdQuantiles.filter((value) => value !== null) }))
    .filter(({ values }) => values.length > 0);
  if (groups.length === 0) return [];
  return [
    {
      kind: "figure",
      title: "How wide the predictions are.",
      caption: "Narrow is good only where the coverage is right.",
      figure: {
        kind: "sharpness",
        data: { groups },
        options: { xName: `standard deviation of a prediction of ${target}` },
      },
    },
  ];
}

function classBlocks(methods: readonly Named<"classification">[]): Block[] {
  const figures = methods.slice(0, DRAWN).map(
    ({ name, forecasts }): Block => ({
      kind: "figure",
      title: [{ name }, ": how often its most probable class was right, against its probability."],
      figure: { kind: "reliability", data: forecasts.reliability },
    }),
  );
  if (methods.length <= DRAWN) return figures;
  return [...figures, { kind: "text", text: `The best ${DRAWN} of ${methods.length} methods are drawn.` }];
}
