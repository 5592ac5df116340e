// A whole training run in other libraries, on the problem of trainingProblem.mjs: the same rows in the same order from the
// same parameters. Each peer gives `train()`, which returns, for every member, the means of the losses of the steps of its epochs.
import { jaxAdam, openJax, openTensorflow } from "./networkPeers.mjs";

/** Calls `step(x, y, count)` for every batch of every epoch; it returns the loss before the update. */
function epochs({ x, y, inputs, batch }, { orders }, step) {
  return orders.map((order) => {
    let sum = 0;
    let steps = 0;
    for (let start = 0; start < order.length; start += batch, steps++) {
      const rows = order.slice(start, start + batch);
      const xs = new Float32Array(rows.length * inputs);
      rows.forEach((n, r) => void xs.set(x.subarray(n * inputs, (n + 1) * inputs), r * inputs));
      sum += step(
        xs,
        Float32Array.from(rows, (n) => y[n]),
        rows.length,
      );
    }
    return sum / steps;
  });
}

/** TensorFlow.js, wasm. Undefined where it is not installed. */
export async function tensorflow(problem) {
  const tf = await openTensorflow();
  if (tf === undefined) return undefined;
  const { inputs, hidden, rate } = problem;
  const shapes = [[inputs, hidden], [hidden], [hidden, 1], [1]];
  const trainOne = (member) => {
    const variables = member.parts.map((values, k) => tf.variable(tf.tensor(values, shapes[k])));
    const [w1, b1, w2, b2] = variables;
    const optimiser = tf.train.adam(rate, 0.9, 0.999, 1e-8);
    const found = epochs(problem, member, (xs, ys, count) =>
      tf.tidy(() => {
        const input = tf.tensor2d(xs, [count, inputs]);
        const target = tf.tensor2d(ys, [count, 1]);
        const loss = () => {
          const f = tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(input, w1), b1)), w2), b2);
          return tf.mul(0.5, tf.mean(tf.squaredDifference(f, target)));
        };
        return optimiser.minimize(loss, true).dataSync()[0];
      }),
    );
    for (const variable of variables) variable.dispose();
    optimiser.dispose();
    return found;
  };
  return () => problem.members.map(trainOne);
}

/** jax-js, wasm, with the whole step compiled. Undefined where it is not installed. */
export async function jax(problem) {
  const library = await openJax();
  if (library === undefined) return undefined;
  const { numpy: np } = library;
  const { inputs, hidden, rate } = problem;
  const array = (values, shape) => np.array(Float32Array.from(values)).reshape(shape);
  const shapes = [[inputs, hidden], [hidden], [hidden, 1], [1]];
  // A batch of another size is compiled anew.
  const steps = new Map();
  const stepOf = (count) => {
    if (!steps.has(count)) steps.set(count, jaxAdam(library, lossOf(count), rate));
    return steps.get(count);
  };
  const lossOf = (count) => (parameters, input, target) => {
    const [w1, b1, w2, b2] = parameters;
    const f = np.matmul(np.maximum(np.matmul(input, w1).add(b1), 0), w2).add(b2);
    const r = f.sub(target);
    return np.sum(r.ref.mul(r)).mul(0.5 / count);
  };
  const trainOne = (member) => {
    const start = member.parts.map((values, k) => array(values, shapes[k]));
    let state = [start, start.map((p) => np.zerosLike(p.ref)), start.map((p) => np.zerosLike(p.ref))];
    let [power1, power2] = [1, 1];
    const found = epochs(problem, member, (xs, ys, count) => {
      power1 *= 0.9;
      power2 *= 0.999;
      const corrections = [np.array(1 / (1 - power1)), np.array(1 / (1 - power2))];
      const batch = [array(xs, [count, inputs]), array(ys, [count, 1])];
      const [value, ...next] = stepOf(count)(...state, ...corrections, ...batch);
      state = next;
      return value.dataSync()[0];
    });
    for (const vector of state.flat()) vector.dispose();
    return found;
  };
  return () => problem.members.map(trainOne);
}
