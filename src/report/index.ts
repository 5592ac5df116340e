/**
 * Reports: figures as pure functions `(data, options, document) -> SVGElement`, and pages as one string of HTML.
 */
export type { BandData, BandWidth, Points } from "./figures/bandData.ts";
export { type BandOptions, bandFigure } from "./figures/bandFigure.ts";
export { type BandPanel, smallMultiples } from "./figures/bandMultiples.ts";
export { binomialInterval } from "./figures/binomialInterval.ts";
export {
  type CalibrationData,
  type CalibrationOptions,
  calibrationFigure,
} from "./figures/calibrationFigure.ts";
export { chainTraceFigure } from "./figures/chainTraceFigure.ts";
export {
  type ConvergenceData,
  convergenceFigure,
  type QuantityConvergence,
} from "./figures/convergenceFigure.ts";
export {
  type CoverageData,
  type CoverageFigureOptions,
  coverageFigure,
  type MethodCoverage,
} from "./figures/coverageFigure.ts";
export {
  type CriticalDifferenceData,
  type CriticalDifferenceOptions,
  criticalDifferenceFigure,
} from "./figures/criticalDifferenceFigure.ts";

export { densitiesFigure, type QuantityDensities } from "./figures/densitiesFigure.ts";
export { drawsAndBandsFigure } from "./figures/drawsAndBands.ts";
export { type EnergyData, energyFigure } from "./figures/energyFigure.ts";
export type { EvidenceData, SweepScore } from "./figures/evidenceData.ts";
export { evidenceFigure } from "./figures/evidenceFigure.ts";
export type { FigureOptions } from "./figures/figure.ts";
export {
  type HeatMapData,
  type HeatMapOptions,
  heatMapFigure,
  type SurfaceMaximum,
} from "./figures/heatMapFigure.ts";
export { type OverlayCurves, type OverlayData, overlayFigure } from "./figures/overlayFigure.ts";
export {
  type PartialDependence,
  type PartialDependenceOptions,
  partialDependenceFigure,
} from "./figures/partialDependenceFigure.ts";
export { type PitDifferenceOptions, pitDifferenceFigure } from "./figures/pitDifferenceFigure.ts";
export { type PitData, type PitOptions, pitFigure } from "./figures/pitFigure.ts";
export {
  type PredictedObservedData,
  type PredictedObservedOptions,
  predictedObservedFigure,
} from "./figures/predictedObservedFigure.ts";
export {
  type ClassPoints,
  type ProbabilitySurfaceData,
  type ProbabilitySurfaceOptions,
  probabilitySurfaceFigure,
} from "./figures/probabilitySurfaceFigure.ts";
export type { QuantityDraws } from "./figures/quantityDraws.ts";
export { type RankOptions, rankFigure } from "./figures/rankFigure.ts";
export { type Ratio, type RatioGroup, type RatioOptions, ratioFigure } from "./figures/ratioFigure.ts";
export { type ReliabilityFigureOptions, reliabilityFigure } from "./figures/reliabilityFigure.ts";
export { type ResidualData, type ResidualOptions, residualFigure } from "./figures/residualFigure.ts";

export { type MethodScore, type ScoreData, scoreFigure } from "./figures/scoreFigure.ts";
export {
  type SharpnessData,
  type SharpnessGroup,
  type SharpnessOptions,
  sharpnessFigure,
} from "./figures/sharpnessFigure.ts";
export { type SplitData, type SplitOptions, splitFigure } from "./figures/splitFigure.ts";

export type { Surface } from "./figures/surface.ts";

export {
  type TraceCurve,
  type TraceData,
  type TraceMark,
  type TraceOptions,
  traceFigure,
} from "./figures/traceFigure.ts";
export { formatNumber, formatWithError } from "./format/formatNumber.ts";
export { type BenchmarkReportParts, benchmarkReport } from "./model/benchmarkReport.ts";
export type { SeededBenchmark } from "./model/benchmarkSeeds.ts";
export type { ComparedMethod } from "./model/comparedMethod.ts";
export { type ExactComparisonReportParts, exactComparisonReport } from "./model/exactComparisonReport.ts";
export {
  type MethodComparisonReportParts,
  methodComparisonReport,
} from "./model/methodComparisonReport.ts";
export { modelReport } from "./model/modelReport.ts";
export type { ModelReportParts } from "./model/modelReportParts.ts";
export {
  type NetworkComparisonReportParts,
  networkComparisonReport,
} from "./model/networkComparisonReport.ts";
export type { NetworkStudy } from "./model/networkStudy.ts";
export {
  type ConfidenceFinding,
  type CoverageFinding,
  type CoverageVerdict,
  confidenceSentence,
  coverageSentence,
  judgeConfidence,
  judgeCoverage,
  settledSentence,
  truthSentence,
  uniformitySentence,
} from "./model/verdict.ts";
export type {
  Block,
  FigureBlock,
  Provenance,
  ReportContent,
  ReportNote,
  ScoreCell,
  ScoreColumn,
  ScoreTable,
  Section,
} from "./page/content.ts";
export type { FigureSpec } from "./page/figureSpec.ts";
export { jsonText } from "./page/jsonText.ts";
export { type ReportOptions, renderReport } from "./page/renderReport.ts";
export { reportDocument } from "./page/reportDocument.ts";
export { type ReportFigure, reportFigures } from "./page/reportFigures.ts";
export type { Text, TextPiece } from "./page/text.ts";
