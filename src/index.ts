/** The public door of the library: explicit names, no logic. */

export type { CdfKnots } from "./calibration/cdfMap.ts";
export type { ConformalInterval } from "./calibration/conformalInterval.ts";
export type { ConformalScore } from "./calibration/conformalScore.ts";
export type { ConformalGroup, GroupName } from "./calibration/conformalThresholds.ts";
export {
  type CrossConformal,
  type CrossConformalOptions,
  crossConformal,
} from "./calibration/crossConformal.ts";
export {
  type ConformalOptions,
  type ConformalRule,
  conformalInterval,
  fitConformal,
} from "./calibration/fitConformal.ts";
export {
  type ConformalSetOptions,
  type ConformalSetRule,
  type ConformalSets,
  conformalSets,
  fitConformalSets,
  type SetScore,
} from "./calibration/fitConformalSets.ts";
export { fitIsotonic, type IsotonicOptions } from "./calibration/fitIsotonic.ts";
export { fitIsotonicClasses } from "./calibration/fitIsotonicClasses.ts";
export { fitTemperature } from "./calibration/fitTemperature.ts";
export { fitVarianceScaling } from "./calibration/fitVarianceScaling.ts";
export { fitVectorScaling } from "./calibration/fitVectorScaling.ts";
export { isotonicRegression } from "./calibration/isotonicRegression.ts";
export { recalibrate } from "./calibration/recalibrate.ts";
export type {
  ClassCurve,
  ClassRecalibration,
  IsotonicClasses,
  IsotonicRecalibration,
  Recalibration,
  RegressionRecalibration,
  TemperatureScaling,
  VarianceScaling,
  VectorScaling,
} from "./calibration/recalibration.ts";
export { epochBatches } from "./data/batches.ts";
export { createDataset, type DatasetArrays } from "./data/createDataset.ts";
export type { Dataset } from "./data/dataset.ts";
export { type DataRecord, datasetFromRecords, encodeRecords } from "./data/datasetFromRecords.ts";
export { datasetFromTable, type ReadDatasetOptions, readDataset } from "./data/datasetFromTable.ts";
export type { DatasetOptions } from "./data/datasetOptions.ts";
export { type EncodedDataset, encodeDataset, type MissingCells } from "./data/encodeDataset.ts";
export { type EncodeOptions, encodeFeatures } from "./data/encodeFeatures.ts";
export type { ColumnEncoding, TableEncoding } from "./data/encoding.ts";
export { type GroupedKFoldOptions, groupedKFold, kFold } from "./data/kFold.ts";
export { readTable, type TableOptions } from "./data/readTable.ts";
export type { ColumnScaler, Scaler, Standardise } from "./data/scaler.ts";
export {
  type GroupedSplitOptions,
  groupedSplit,
  type Split,
  type SplitOptions,
  splitDataset,
  type TimeOrderedSplitOptions,
  timeOrderedSplit,
} from "./data/split.ts";
export {
  cubicData,
  cubicFunction,
  expSineData,
  expSineFunction,
  type GaborOptions,
  gaborData,
  gaborFunction,
  inBetweenData,
  inBetweenFunction,
  type SyntheticOptions,
} from "./data/synthetic.ts";
export type { Table } from "./data/table.ts";
export { takeDatasetRows } from "./data/takeDatasetRows.ts";
export type { Chains } from "./diagnostics/chains.ts";
export { type Diagnosis, diagnose } from "./diagnostics/diagnose.ts";
export { chainsOf, type DrawsArray } from "./diagnostics/drawsArray.ts";
export { essBulk } from "./diagnostics/essBulk.ts";
export { essMean } from "./diagnostics/essMean.ts";
export { essQuantile } from "./diagnostics/essQuantile.ts";
export { essSd } from "./diagnostics/essSd.ts";
export { essTail } from "./diagnostics/essTail.ts";
export { functionDiagnostics } from "./diagnostics/functionDiagnostics.ts";
export {
  type DensityCurve,
  type KernelDensityOptions,
  kernelDensity,
  silvermanBandwidth,
} from "./diagnostics/kernelDensity.ts";
export { mcseMean } from "./diagnostics/mcseMean.ts";
export { mcseQuantile } from "./diagnostics/mcseQuantile.ts";
export { mcseSd } from "./diagnostics/mcseSd.ts";
export {
  type ParetoSmoothOptions,
  paretoSmooth,
  paretoThreshold,
  type SmoothedWeights,
} from "./diagnostics/paretoSmooth.ts";
export {
  type PowerScaling,
  type PowerScalingOptions,
  powerScaling,
  type ScaledMoments,
} from "./diagnostics/powerScaling.ts";
export { rankDraws } from "./diagnostics/rankDraws.ts";
export { rHat, rHatFolded } from "./diagnostics/rHat.ts";
export { rHatNested } from "./diagnostics/rHatNested.ts";
export { type DrawsSummary, summarizeDraws } from "./diagnostics/summarizeDraws.ts";
export { uniformityPValue } from "./diagnostics/uniformRanks.ts";
export { normalDensity } from "./distributions/normal.ts";
export { type EcdfBand, uniformEcdfBand } from "./distributions/uniformEcdfBand.ts";
export {
  ArgumentError,
  CredenceError,
  DataError,
  type ErrorCode,
  FormatError,
  NumericError,
  ShapeError,
} from "./errors/errors.ts";
export { asRegression } from "./inference/asRegression.ts";
export type { ChainsPosterior } from "./inference/chains/chainsPosterior.ts";
export type {
  Checkpoint,
  Checkpoints,
} from "./inference/checkpoint.ts";
export type { DropoutOptions } from "./inference/dropout/dropoutOptions.ts";
export type { TriedRate } from "./inference/dropout/dropoutParts.ts";
export type { DropoutPosterior } from "./inference/dropout/dropoutPosterior.ts";
export { type DropoutMethod, mcDropout } from "./inference/dropout/mcDropout.ts";
export type { CombinationRule } from "./inference/ensemble/combinationRule.ts";
export { type DeepEnsembleMethod, deepEnsemble } from "./inference/ensemble/deepEnsemble.ts";
export type { DeepEnsembleOptions } from "./inference/ensemble/ensembleOptions.ts";
export type { DeepEnsemblePosterior } from "./inference/ensemble/ensemblePosterior.ts";
export { type MultiSwagMethod, multiSwag } from "./inference/ensemble/multiSwag.ts";
export type { MultiSwagOptions } from "./inference/ensemble/multiSwagOptions.ts";
export type { MultiSwagPosterior } from "./inference/ensemble/multiSwagPosterior.ts";
export type { Variation } from "./inference/ensemble/variation.ts";
export { type ExactMethod, type ExactOptions, exact } from "./inference/exact/exact.ts";
export type { ExactPosterior } from "./inference/exact/exactPosterior.ts";
export type { Boundary } from "./inference/exact/learnVariances.ts";
export { leaveOneOut } from "./inference/exact/leaveOneOut.ts";
export type { SolverName } from "./inference/exact/solution.ts";
export type { Executor, Task, TaskResult, TaskRun } from "./inference/executor.ts";
export type { FitResult, FitSpec, MethodSpec } from "./inference/fitResult.ts";
export { loadFit } from "./inference/fitTask.ts";
export type { DensityModule } from "./inference/hamiltonian/densityModule.ts";
export type { DensityOptions } from "./inference/hamiltonian/densityOptions.ts";
export type { DensitySample } from "./inference/hamiltonian/densitySample.ts";
export type { HamiltonianMethod } from "./inference/hamiltonian/hamiltonianMethod.ts";
export type { HamiltonianOptions } from "./inference/hamiltonian/hamiltonianOptions.ts";
export type { HamiltonianPosterior } from "./inference/hamiltonian/hamiltonianPosterior.ts";
export { type HmcOptions, hmc } from "./inference/hamiltonian/hmc.ts";
export type { IterationStatistics } from "./inference/hamiltonian/iterationStatistics.ts";
export type { MetricKind } from "./inference/hamiltonian/metric.ts";
export { type NutsOptions, nuts } from "./inference/hamiltonian/nuts.ts";
export type { Constraint, ParameterSpec } from "./inference/hamiltonian/parameterSpec.ts";
export { sampleDensity } from "./inference/hamiltonian/sampleDensity.ts";
export type { UserDensity } from "./inference/hamiltonian/userDensity.ts";
export type { Inputs } from "./inference/inputs.ts";
export { type BaoabOptions, baoab } from "./inference/langevin/baoab.ts";
export type { LangevinMethod } from "./inference/langevin/langevinMethod.ts";
export type { LangevinOptions, StepSchedule } from "./inference/langevin/langevinOptions.ts";
export type { LangevinPosterior } from "./inference/langevin/langevinPosterior.ts";
export type { PreconditionerOptions } from "./inference/langevin/preconditionedMove.ts";
export { type PsgldOptions, psgld } from "./inference/langevin/psgld.ts";
export { type SghmcOptions, sghmc } from "./inference/langevin/sghmc.ts";
export { sgld } from "./inference/langevin/sgld.ts";
export { type LaplaceMethod, laplace } from "./inference/laplace/laplace.ts";
export type { LaplaceOptions, LaplaceStructure } from "./inference/laplace/laplaceOptions.ts";
export type { LaplacePosterior } from "./inference/laplace/laplacePosterior.ts";
export { type MapMethod, map } from "./inference/map/map.ts";
export type { EarlyStopping, LbfgsSpec, MapOptions } from "./inference/map/mapOptions.ts";
export type { MapPosterior, Snapshots } from "./inference/map/mapPosterior.ts";
export type {
  DensityPosterior,
  EvidencePosterior,
  InferenceMethod,
  Note,
  Posterior,
  PredictiveOf,
  Progress,
  Run,
} from "./inference/method.ts";
export type { AdamSpec, SgdSpec } from "./inference/parts/optimiser.ts";
export type { Schedule } from "./inference/parts/schedule.ts";
export { type PriorPredictiveOptions, priorPredictive } from "./inference/priorPredictive.ts";
export { createMethod, listMethods, loadPosterior } from "./inference/registry.ts";
export type { SavedPosterior, Tensor } from "./inference/savedPosterior.ts";
export { type SwagMethod, swag } from "./inference/swag/swag.ts";
export type { SwagOptions } from "./inference/swag/swagOptions.ts";
export type { SwagPosterior } from "./inference/swag/swagPosterior.ts";
export { bayesByBackprop, type VariationalMethod } from "./inference/variational/bayesByBackprop.ts";
export type { ElboTrace } from "./inference/variational/elboTrace.ts";
export type { FamilySpec } from "./inference/variational/family.ts";
export type { Elbo } from "./inference/variational/finalElbo.ts";
export type { VariationalOptions } from "./inference/variational/variationalOptions.ts";
export type { VariationalPosterior } from "./inference/variational/variationalPosterior.ts";
export { accuracy } from "./metrics/accuracy.ts";
export type { BootstrapEntry, BootstrapOptions } from "./metrics/bootstrap.ts";
export {
  type BrierDecomposition,
  type BrierDecompositionOptions,
  brierDecomposition,
} from "./metrics/brierDecomposition.ts";
export { brierScore } from "./metrics/brierScore.ts";
export type { CalibrationCurve } from "./metrics/calibrationCurve.ts";
export {
  type CalibrationErrors,
  type CalibrationErrorsOptions,
  calibrationErrors,
} from "./metrics/calibrationErrors.ts";
export {
  type ClassCalibration,
  type ClassCalibrationOptions,
  classCalibration,
} from "./metrics/classCalibration.ts";
export {
  type ClassDetection,
  type ClassScoreOptions,
  type ClassScores,
  evaluateClasses,
} from "./metrics/classScores.ts";
export { clusteredMean } from "./metrics/clusteredMean.ts";
export { coverage } from "./metrics/coverage.ts";
export { criticalDifference } from "./metrics/criticalDifference.ts";
export { crpsOfDraws, type DrawsScoreOptions } from "./metrics/crpsOfDraws.ts";
export { dawidSebastianiScore } from "./metrics/dawidSebastianiScore.ts";
export { type Detection, type DetectionOptions, detection } from "./metrics/detection.ts";
export { type EnergyScoreOptions, energyScore, energyScoreOfDraws } from "./metrics/energyScore.ts";
export {
  type ClassEvaluateOptions,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
} from "./metrics/evaluate.ts";
export type { GroupOptions, GroupScores } from "./metrics/groupScores.ts";
export { intervalCalibration } from "./metrics/intervalCalibration.ts";
export { type IntervalScores, intervalScores, scoreInterval } from "./metrics/intervalScores.ts";
export { kolmogorovSmirnov, kolmogorovSmirnovPValue } from "./metrics/kolmogorovSmirnov.ts";
export type { SummedScore } from "./metrics/logLikelihood.ts";
export { type LooEstimate, type LooOptions, looEstimate } from "./metrics/looEstimate.ts";
export { meanAbsoluteError } from "./metrics/meanAbsoluteError.ts";
export { meanCrps } from "./metrics/meanCrps.ts";
export { meanLogScore } from "./metrics/meanLogScore.ts";
export { meanSquaredZ } from "./metrics/meanSquaredZ.ts";
export { outOfDistribution } from "./metrics/outOfDistribution.ts";
export { type PairedDifference, pairedDifference, type SplitScores } from "./metrics/pairedDifference.ts";
export { pinballLoss } from "./metrics/pinballLoss.ts";
export { type PitEcdf, type PitEcdfOptions, pitEcdf } from "./metrics/pitEcdf.ts";
export { pitHistogram } from "./metrics/pitHistogram.ts";
export { pitValues } from "./metrics/pitValues.ts";
export { type PseudoBmaOptions, pseudoBmaWeights } from "./metrics/pseudoBmaWeights.ts";
export { quantileCalibration } from "./metrics/quantileCalibration.ts";
export type {
  PinballScore,
  RegressionScoreOptions,
  Scores,
} from "./metrics/regressionScores.ts";
export { relativeEfficiency } from "./metrics/relativeEfficiency.ts";
export {
  type ReliabilityBin,
  type ReliabilityCurve,
  type ReliabilityOptions,
  reliabilityCurve,
} from "./metrics/reliabilityCurve.ts";
export { type RetentionCurve, type RetentionOptions, retentionCurve } from "./metrics/retentionCurve.ts";
export { rmse } from "./metrics/rmse.ts";
export { type RowScores, rowScores, type ScoreName } from "./metrics/rowScores.ts";
export { rSquared } from "./metrics/rSquared.ts";
export type { ScoreEntry } from "./metrics/scoreEntry.ts";
export { type Sharpness, sharpness } from "./metrics/sharpness.ts";
export { type Stacking, stackingWeights } from "./metrics/stackingWeights.ts";
export {
  type VarianceBin,
  type VarianceCalibration,
  type VarianceCalibrationOptions,
  varianceCalibration,
} from "./metrics/varianceCalibration.ts";
export { type Waic, waic } from "./metrics/waic.ts";
export { defaultNetworkSpec } from "./model/defaultNetworkSpec.ts";
export { defaultModelSpec, INPUT_SCALES } from "./model/defaultSpec.ts";
export type {
  BernoulliLikelihoodSpec,
  CategoricalLikelihoodSpec,
  HeteroscedasticLikelihoodSpec,
  InverseGammaSpec,
  LabelSmoothing,
  LikelihoodSpec,
  NormalLikelihoodSpec,
  PoissonLikelihoodSpec,
  StudentTLikelihoodSpec,
} from "./model/likelihoodSpec.ts";
export { createModel, type DataShape, type Model, type Outcome, type OutcomeOf } from "./model/model.ts";
export type { LinearNetwork } from "./model/network.ts";
export type {
  HiddenLayerSpec,
  LinearNetworkSpec,
  LinearSpec,
  MlpSpec,
  NetworkSpec,
  RandomReluSpec,
  ShallowReluSpec,
} from "./model/networkSpec.ts";
export type {
  ElasticNetPriorSpec,
  HorseshoePriorSpec,
  LaplacePriorSpec,
  NormalPriorSpec,
  PriorSpec,
  ScaleMixturePriorSpec,
  StudentTPriorSpec,
  WeightScaling,
} from "./model/priorSpec.ts";
export { type PenaltyConvention, penaltyPriorVariance, weightPenalty } from "./model/priors/weightPenalty.ts";
export type { LinearModelSpec, ModelSpec } from "./model/spec.ts";
export { createMatrix, type Matrix, matrixFromRows } from "./numeric/matrix.ts";
export { type AffineMap, affineMarginals } from "./predictive/affineMarginals.ts";
export { type ClassDraws, classificationPredictive } from "./predictive/classificationPredictive.ts";
export { affinePredictive, mixturePredictive } from "./predictive/combine.ts";
export { makePredictive } from "./predictive/makePredictive.ts";
export type { Marginals } from "./predictive/marginals.ts";
export { mixtureMarginals } from "./predictive/mixtureMarginals.ts";
export { type NormalDraws, normalDrawsPredictive } from "./predictive/normalDrawsPredictive.ts";
export { normalMarginals } from "./predictive/normalMarginals.ts";
export {
  type NormalPredictiveParts,
  normalPredictive,
  type StudentTPredictiveParts,
  studentTPredictive,
} from "./predictive/normalPredictive.ts";
export { type PoissonDraws, poissonDrawsPredictive } from "./predictive/poissonDrawsPredictive.ts";
export { poissonMarginals } from "./predictive/poissonMarginals.ts";
export { type OutputDraws, predictDraws } from "./predictive/predictDraws.ts";
export type {
  ClassificationPredictive,
  Interval,
  Of,
  Predictive,
  RegressionPredictive,
} from "./predictive/predictive.ts";
export type { PredictiveParts } from "./predictive/predictiveParts.ts";
export { selectClasses } from "./predictive/selectClasses.ts";
export { selectPredictive } from "./predictive/selectPredictive.ts";
export { type StudentTDraws, studentTDrawsPredictive } from "./predictive/studentTDrawsPredictive.ts";
export { studentTMarginals } from "./predictive/studentTMarginals.ts";
export { createRng, type Rng, type RngLabel, type RngState, restoreRng } from "./random/rng.ts";
export {
  type BenchmarkGoals,
  type CoverageComparison,
  compareGoals,
  type GoalsFound,
  type LevelComparison,
  type PublishedComparison,
  type PublishedGoal,
  type PublishedTally,
} from "./study/benchmark/benchmarkGoals.ts";
export type {
  BenchmarkFit,
  BenchmarkOutcome,
  ScoredRows,
  TimedOutcome,
} from "./study/benchmark/benchmarkResult.ts";
export type {
  BenchmarkMethod,
  BenchmarkSet,
  InsideOptions,
  SettingChoice,
  Settings,
  SettingValue,
} from "./study/benchmark/benchmarkSpec.ts";
export { checkGoals, type GoalNames } from "./study/benchmark/checkGoals.ts";
export { chooseInside } from "./study/benchmark/chooseInside.ts";
export type { TriedSettings } from "./study/benchmark/chooseSettings.ts";
export type { InsideJudgement } from "./study/benchmark/judgeInside.ts";
export {
  checkPublishedRows,
  type PlusMinus,
  type PublishedFigure,
  type PublishedRow,
  publishedError,
} from "./study/benchmark/publishedRow.ts";
export { memoryCache, type ResultCache } from "./study/benchmark/resultCache.ts";
export { splitsOfTestRows } from "./study/benchmark/splitsOfTestRows.ts";
export {
  type BenchmarkSummary,
  type CellDifference,
  type CellSummary,
  summariseBenchmark,
} from "./study/benchmark/summariseBenchmark.ts";
export {
  type BenchmarkCell,
  type BenchmarkOptions,
  type BenchmarkRun,
  benchmark,
} from "./study/benchmark.ts";
export type { FunctionComparison } from "./study/compareFunctions.ts";
export { compareMethods } from "./study/compareMethods.ts";
export type { ParameterComparison } from "./study/compareParameters.ts";
export {
  type ChainsComparison,
  type ChainsFloor,
  chainsFloor,
  type PredictiveDistance,
} from "./study/compareWithChains.ts";
export {
  compareWithExact,
  type ExactComparison,
  type ExactComparisonOptions,
} from "./study/compareWithExact.ts";
export {
  compareWithTruth,
  type TruthMethod,
  type TruthRegion,
  type TruthStudy,
  type TruthStudyPlan,
} from "./study/compareWithTruth.ts";
export { type CrossValidation, type CrossValidationOptions, crossValidate } from "./study/crossValidate.ts";
export type {
  DataTree,
  DataTreeAttributes,
  DataTreeGroup,
  NamedArray,
  NamedValues,
} from "./study/dataTree.ts";
export type { DrawFloor } from "./study/drawFloor.ts";
export {
  type EvidenceSurface,
  type EvidenceSurfaceOptions,
  evidenceSurface,
} from "./study/evidenceSurface.ts";
export { type ExactPriorSlope, exactPriorSlope } from "./study/exactPriorSlope.ts";
export { exactTwin, hasExactTwin } from "./study/exactTwin.ts";
export { factorisedDivergence } from "./study/factorisedDivergence.ts";
export { findTruth } from "./study/findTruth.ts";
export { type FittedCandidate, fitCandidates } from "./study/fitCandidates.ts";
export type { ForecastSummary } from "./study/forecastSummary.ts";
export {
  type GaussianDistance,
  gaussianDistance,
  momentsOfRows,
  type RootedNormal,
  rootedNormal,
} from "./study/gaussianDistance.ts";
export {
  type Discrepancy,
  type DiscrepancyOptions,
  maximumMeanDiscrepancy,
} from "./study/maximumMeanDiscrepancy.ts";
export type {
  ComparedCandidate,
  ComparedPair,
  ComparedSplit,
  MethodComparison,
} from "./study/methodComparison.ts";
export {
  type ParetoDiagnostic,
  type ParetoDiagnosticOptions,
  paretoDiagnostic,
} from "./study/paretoDiagnostic.ts";
export {
  type PartialDependence,
  type PartialDependenceOptions,
  partialDependence,
} from "./study/partialDependence.ts";
export { type PointwiseLogLikelihood, pointwiseLogLikelihood } from "./study/pointwiseLogLikelihood.ts";
export type { DrawOptions } from "./study/posteriorDraws.ts";
export { type PosteriorTreeOptions, posteriorTree } from "./study/posteriorTree.ts";
export type { PathPoint } from "./study/powerPath.ts";
export {
  type PriorSensitivity,
  type PriorSensitivityOptions,
  priorSensitivity,
} from "./study/priorSensitivity.ts";
export { type PsisLoo, psisLoo } from "./study/psisLoo.ts";
export type { RankCalibration, RankedKind, RankedQuantity, SimulatedRanks } from "./study/rankCalibration.ts";
export { type RefittedLoo, refitUnreliable } from "./study/refitUnreliable.ts";
export type { RowSplit } from "./study/rowSplit.ts";
export type { Candidate } from "./study/scoreSplits.ts";
export {
  type SeedVariation,
  type SeedVariationOptions,
  seedVariation,
  type VariationRow,
} from "./study/seedVariation.ts";
export {
  type EvidenceMethod,
  type EvidenceSelection,
  inputScaleCandidates,
  priorVarianceCandidates,
  selectByEvidence,
} from "./study/selectByEvidence.ts";
export {
  type SimulationCalibration,
  type SimulationOptions,
  simulationBasedCalibration,
} from "./study/simulationBasedCalibration.ts";
export {
  type PosteriorSummary,
  type SamplerSummary,
  type SummaryOptions,
  summarize,
} from "./study/summarize.ts";
export {
  logSpaced,
  type PriorVarianceSweep,
  type SweepMaximum,
  type SweepOptions,
  type SweepScores,
  sweepCurve,
  sweepPriorVariance,
} from "./study/sweepPriorVariance.ts";
export { studyExecutor as inlineExecutor } from "./study/tasks.ts";
export {
  type ThermodynamicEvidence,
  type ThermodynamicOptions,
  thermodynamicIntegration,
} from "./study/thermodynamicIntegration.ts";
export { type TotalVariationOptions, totalVariation } from "./study/totalVariation.ts";
export { wassersteinDistance } from "./study/wassersteinDistance.ts";
export { wassersteinOfDraws } from "./study/wassersteinOfDraws.ts";
