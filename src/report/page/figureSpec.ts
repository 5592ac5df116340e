import { checkChoice } from "../../errors/checks.ts";
import type { ReliabilityCurve } from "../../metrics/reliabilityCurve.ts";
import type { BandData } from "../figures/bandData.ts";
import { type BandOptions, bandParts } from "../figures/bandFigure.ts";
import { type BandPanel, multiplesParts } from "../figures/bandMultiples.ts";
import {
  type CalibrationData,
  type CalibrationOptions,
  calibrationParts,
} from "../figures/calibrationFigure.ts";
import { type CoverageData, type CoverageFigureOptions, coverageParts } from "../figures/coverageFigure.ts";
import {
  type CriticalDifferenceData,
  type CriticalDifferenceOptions,
  criticalDifferenceParts,
} from "../figures/criticalDifferenceFigure.ts";
import { drawsAndBandsParts } from "../figures/drawsAndBands.ts";
import type { EvidenceData } from "../figures/evidenceData.ts";
import { evidenceParts } from "../figures/evidenceFigure.ts";
import type { FigureOptions, FigureParts } from "../figures/figure.ts";
import { type OverlayData, overlayParts } from "../figures/overlayFigure.ts";
import {
  type PartialDependence,
  type PartialDependenceOptions,
  partialDependenceParts,
} from "../figures/partialDependenceFigure.ts";
import { type PitDifferenceOptions, pitDifferenceParts } from "../figures/pitDifferenceFigure.ts";
import { type PitData, type PitOptions, pitParts } from "../figures/pitFigure.ts";
import {
  type PredictedObservedData,
  type PredictedObservedOptions,
  predictedObservedParts,
} from "../figures/predictedObservedFigure.ts";
import { type RatioGroup, type RatioOptions, ratioParts } from "../figures/ratioFigure.ts";
import { type ReliabilityFigureOptions, reliabilityParts } from "../figures/reliabilityFigure.ts";
import { type ResidualData, type ResidualOptions, residualParts } from "../figures/residualFigure.ts";
import { type ScoreData, scoreParts } from "../figures/scoreFigure.ts";
import { type SharpnessData, type SharpnessOptions, sharpnessParts } from "../figures/sharpnessFigure.ts";
import { type SplitData, type SplitOptions, splitParts } from "../figures/splitFigure.ts";

interface Spec<K extends string, D, O> {
  readonly kind: K;
  readonly data: D;
  readonly options?: O;
}

/** A figure as data: its kind, what it draws, and its options. */
export type FigureSpec =
  | Spec<"band", BandData, BandOptions>
  | Spec<"small-multiples", readonly BandPanel[], BandOptions>
  | Spec<"draws-and-bands", readonly BandPanel[], BandOptions>
  | Spec<"predicted-observed", PredictedObservedData, PredictedObservedOptions>
  | Spec<"partial-dependence", readonly PartialDependence[], PartialDependenceOptions>
  | Spec<"pit", PitData, PitOptions>
  | Spec<"pit-difference", PitData, PitDifferenceOptions>
  | Spec<"sharpness", SharpnessData, SharpnessOptions>
  | Spec<"reliability", ReliabilityCurve, ReliabilityFigureOptions>
  | Spec<"coverage", CoverageData, CoverageFigureOptions>
  | Spec<"score-dots", ScoreData, FigureOptions>
  | Spec<"critical-difference", CriticalDifferenceData, CriticalDifferenceOptions>
  | Spec<"split", SplitData, SplitOptions>
  | Spec<"calibration", CalibrationData, CalibrationOptions>
  | Spec<"residual", ResidualData, ResidualOptions>
  | Spec<"evidence", EvidenceData, FigureOptions>
  | Spec<"overlay", OverlayData, BandOptions>
  | Spec<"ratio", readonly RatioGroup[], RatioOptions>;

type Builders = {
  readonly [K in FigureSpec["kind"]]: (
    data: Extract<FigureSpec, { kind: K }>["data"],
    options: NonNullable<Extract<FigureSpec, { kind: K }>["options"]>,
    document: Document,
  ) => FigureParts;
};

/** What builds each kind of figure: a new figure is one file and one line here. */
const builders: Builders = {
  band: bandParts,
  "small-multiples": multiplesParts,
  "draws-and-bands": drawsAndBandsParts,
  "predicted-observed": predictedObservedParts,
  "partial-dependence": partialDependenceParts,
  pit: pitParts,
  "pit-difference": pitDifferenceParts,
  split: splitParts,
  sharpness: sharpnessParts,
  reliability: reliabilityParts,
  coverage: coverageParts,
  "score-dots": scoreParts,
  "critical-difference": criticalDifferenceParts,
  calibration: calibrationParts,
  residual: residualParts,
  evidence: evidenceParts,
  overlay: overlayParts,
  ratio: ratioParts,
};

/** Builds the figure that the spec describes; ids in it start with `id`. Throws an ArgumentError for an unknown kind. */
export function buildFigure(spec: FigureSpec, id: string, document: Document): FigureParts {
  const kind = checkChoice(
    "renderReport",
    "figure.kind",
    spec.kind,
    Object.keys(builders) as FigureSpec["kind"][],
  );
  const build = builders[kind] as (data: unknown, options: FigureOptions, document: Document) => FigureParts;
  return build(spec.data, { ...spec.options, id }, document);
}
