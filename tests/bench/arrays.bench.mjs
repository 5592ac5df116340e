// Special functions over arrays and random numbers in bulk: nanoseconds each, copies into and out of the memory of the
// kernels included.
import { createBulkRandom } from "../../dist/numeric/kernels/random.js";
import { erfInto, expInto, logInto, softplusInto, tanhInto } from "../../dist/numeric/kernels/special.js";
import { assertClose, byTwin, normals } from "./support.mjs";

export const group = "Functions and random numbers";
export const about =
  "100,000 numbers at a time. The results are compared, bit by bit, with those of the TypeScript twin.";

const COUNT = 100_000;
const FORMATS = [
  [Float64Array, "f64", 1e-14],
  [Float32Array, "f32", 1e-6],
];
const random = createBulkRandom([1, 2]);
const each = (of) => ({ amount: COUNT, unit: "ns", of });

export const benchmarks = [
  draws("standard normals", Float64Array, (out) => random.fillNormal(0, out), { unit: "ns", atMost: 15 }),
  draws("standard normals", Float32Array, (out) => random.fillNormal(0, out)),
  draws("uniforms", Float64Array, (out) => random.fillUniform(0, out)),
  draws("Bernoulli masks", Uint8Array, (out) => random.fillBernoulli(0, 0.9, out)),
  ...FORMATS.flatMap((format) => [
    special("exp", expInto, Math.exp, ...format),
    special("log", logInto, Math.log, ...format),
    special("tanh", tanhInto, Math.tanh, ...format),
    special("softplus", softplusInto, (x) => Math.log1p(Math.exp(x)), ...format),
    special("erf", erfInto, undefined, ...format),
  ]),
];

/** The bits of the twin, and the same again at the end of the array. */
function draws(name, Kind, run, goal) {
  const format = { 1: "bytes", 4: "f32", 8: "f64" }[Kind.BYTES_PER_ELEMENT];
  return {
    name: `${name}, ${format}`,
    work: each("number"),
    ...(goal === undefined ? {} : { goal }),
    repeats: 25,
    setup: () => ({ out: new Kind(COUNT), expected: byTwin(() => run(new Kind(COUNT))) }),
    run: ({ out }) => run(out),
    check: ({ expected }, out) => {
      for (let i = 0; i < COUNT; i++) assertClose(`number ${i}`, out[i], expected[i], 0);
    },
  };
}

/** The bits of the twin, and near to the function of the engine where it has one. */
function special(name, into, plain, Kind, format, tolerance) {
  return {
    name: `${name}, ${format}`,
    work: each("number"),
    repeats: 25,
    setup: () => {
      const x = Kind.from(normals(COUNT), (value) => (name === "log" ? Math.exp(3 * value) : 3 * value));
      const expected = byTwin(() => {
        const out = new Kind(COUNT);
        into(x, out);
        return out;
      });
      return { x, out: new Kind(COUNT), expected };
    },
    run: ({ x, out }) => into(x, out),
    check: ({ x, out, expected }) => {
      for (let i = 0; i < COUNT; i++) {
        assertClose(`${name}(${x[i]})`, out[i], expected[i], 0);
        if (plain === undefined) continue;
        const near = plain(x[i]);
        assertClose(`${name}(${x[i]})`, out[i], near, tolerance * Math.max(Math.abs(near), 1e-300));
      }
    },
  };
}
