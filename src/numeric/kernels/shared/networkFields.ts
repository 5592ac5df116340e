/**
 * The description of a network in the memory of the kernels: words of 32 bits, first those of the network, then
 * {@link LAYER_WORDS} for each layer. TypeScript writes it, the kernels read it. An address is that of the first entry.
 */

/** Number of layers. */
export const LAYERS = 0;
/** Which loss, see below. */
export const LOSS = 1;
/** Targets per row. */
export const TARGETS = 2;
/** Data, row after row: inputs [rows, d], targets [rows, t], weights [rows], order [rows] of 32-bit row numbers. */
export const DATA_INPUTS = 3;
export const DATA_TARGETS = 4;
export const DATA_WEIGHTS = 5;
export const DATA_ORDER = 6;
/** Parameters and gradient [size]. */
export const PARAMETERS = 7;
export const GRADIENT = 8;
/** Precisions of the squared error [outputs]. */
export const PRECISIONS = 9;
/** Results by position: outputs [rows, K], losses [rows], gradient by the outputs [rows, K], by the inputs [rows, d] or 0. */
export const OUTPUTS = 10;
export const LOSSES = 11;
export const OUTPUT_GRADIENTS = 12;
export const INPUT_GRADIENTS = 13;
/** Scratch of one pass: the inputs as rows and as columns, targets as columns, weights. */
export const PASS_ROWS = 14;
export const PASS_COLUMNS = 15;
export const PASS_TARGETS = 16;
export const PASS_WEIGHTS = 17;
/** Scratch: gradient by the activations and by the sums of a layer as columns; both factors of a product as rows. */
export const BACK_VALUES = 18;
export const BACK_SUMS = 19;
export const LEFT_ROWS = 20;
export const RIGHT_ROWS = 21;
/** Scratch: one layer's weights transposed. */
export const WEIGHTS_TRANSPOSED = 22;
/** Scratch: the gradient of every layer with padded rows, and its length in bytes. */
export const PADDED_GRADIENT = 23;
export const PADDED_BYTES = 24;
/** Four zeros. */
export const ZEROS = 25;
/** 0: no masks; 1: one factor per unit; 2: one per unit and row. */
export const MASKS = 26;
/** Number of parameters. */
export const SIZE = 27;
/** Most rows of one pass. */
export const BATCH = 28;
/** Words before those of the first layer. */
export const NETWORK_WORDS = 32;

/** Words of a layer: numbers of inputs and outputs, activation, index of its first parameter. */
export const LAYER_IN = 0;
export const LAYER_OUT = 1;
export const LAYER_ACTIVATION = 2;
export const LAYER_OFFSET = 3;
/** Activations and their derivatives as columns. */
export const LAYER_VALUES = 4;
export const LAYER_DERIVATIVES = 5;
/** The layer's part of the padded gradient, and whether it stands transposed there. */
export const LAYER_GRADIENT = 6;
export const LAYER_SWAPPED = 7;
/** Its masks. */
export const LAYER_MASKS = 8;
/** Whether the layer's inputs are added to its activations. */
export const LAYER_RESIDUAL = 9;
export const LAYER_WORDS = 16;

/** Activations. */
export const IDENTITY = 0;
export const RELU = 1;
export const TANH = 2;
export const SOFTPLUS = 3;
export const GELU = 4;
export const SIN = 5;

/** Losses. */
export const SQUARED_ERROR = 0;
export const NORMAL = 1;
export const BERNOULLI = 2;
export const SOFTMAX = 3;
export const POISSON = 4;

/** What is below this in size becomes zero in f64 and f32: far from any effect; products of two such numbers are normal. */
export const NEGLIGIBLE_64 = 1e-150;
export const NEGLIGIBLE_32 = 1e-18;
/** Exponents are cut here; the exponential is then negligible. */
export const LEAST_EXPONENT_64 = -500.0;
export const LEAST_EXPONENT_32 = -60.0;

/** 1 / sqrt(2) and 1 / sqrt(2 pi), for the normal distribution function and density in gelu. */
// biome-ignore lint/suspicious/noApproximativeNumericConstant: AssemblyScript reads this file too
export const INVERSE_SQRT_2 = 0.7071067811865476;
export const INVERSE_SQRT_TWO_PI = 0.3989422804014327;
