// One training step (forward, backward, Adam) in other libraries, on the same problem as network.mjs.
// Each peer gives `step()`, which returns the loss before the update. A problem of several batches is gone through
// one after the other, over and over.

/** TensorFlow.js with its WebAssembly back end, one thread, SIMD. Undefined where it is not installed. */
export async function tensorflow(problem) {
  const tf = await import("@tensorflow/tfjs").catch(() => undefined);
  if (tf === undefined) return undefined;
  await import("@tensorflow/tfjs-backend-wasm");
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await tf.setBackend("wasm");
  await tf.ready();
  const { layers, batch, rate, softmax } = problem;
  const batches = slices(problem).map((slice) => ({
    x: tf.tensor2d(slice.x, [batch, layers[0]]),
    y: softmax
      ? tf.oneHot(tf.tensor1d(Int32Array.from(slice.y), "int32"), layers.at(-1))
      : tf.tensor2d(slice.y, [batch, layers.at(-1)]),
  }));
  let at = 0;
  const variables = problem.parts.flatMap(({ inputs, outputs, weights, bias }) => [
    tf.variable(tf.tensor2d(weights, [inputs, outputs])),
    tf.variable(tf.tensor1d(bias)),
  ]);
  const optimiser = tf.train.adam(rate, 0.9, 0.999, 1e-8);
  const loss = () => {
    const { x, y } = batches[at++ % batches.length];
    let h = x;
    for (let l = 0; l < variables.length; l += 2) {
      h = tf.add(tf.matMul(h, variables[l]), variables[l + 1]);
      if (l + 2 < variables.length) h = tf.relu(h);
    }
    if (softmax) return tf.losses.softmaxCrossEntropy(y, h);
    return tf.mul(0.5, tf.mean(tf.squaredDifference(h, y)));
  };
  return () => {
    const cost = optimiser.minimize(loss, true);
    const value = cost.dataSync()[0];
    cost.dispose();
    return value;
  };
}

/** jax-js with its WebAssembly back end, the whole step compiled by `jit`. Undefined where it is not installed. */
export async function jax(problem) {
  // It asks the browser what it runs on; Node 20 has no navigator.
  globalThis.navigator ??= { userAgent: "node" };
  const library = await import("@jax-js/jax").catch(() => undefined);
  if (library === undefined) return undefined;
  const { numpy: np, jit, valueAndGrad, init, defaultDevice, nn } = library;
  await init("wasm");
  defaultDevice("wasm");
  const { layers, batch, rate, softmax } = problem;
  const array = (values, shape) => np.array(Float32Array.from(values)).reshape(shape);
  const oneHot = (label) => Array.from({ length: layers.at(-1) }, (_, k) => (label === k ? 1 : 0));
  const batches = slices(problem).map((slice) => ({
    x: array(slice.x, [batch, layers[0]]),
    y: array(softmax ? Array.from(slice.y, oneHot).flat() : slice.y, [batch, layers.at(-1)]),
  }));
  let at = 0;
  const start = problem.parts.flatMap(({ inputs, outputs, weights, bias }) => [
    array(weights, [inputs, outputs]),
    array(bias, [outputs]),
  ]);
  const loss = (parameters, input, target) => {
    let h = input;
    for (let l = 0; l < parameters.length; l += 2) {
      h = np.matmul(h, parameters[l]).add(parameters[l + 1]);
      if (l + 2 < parameters.length) h = np.maximum(h, 0);
    }
    if (softmax) return np.sum(nn.logSoftmax(h, -1).mul(target)).mul(-1 / batch);
    const r = h.sub(target);
    return np.sum(r.ref.mul(r)).mul(0.5 / batch);
  };
  const step = jit((parameters, m, v, correction1, correction2, input, target) => {
    const [value, gradient] = valueAndGrad(loss)(
      parameters.map((p) => p.ref),
      input,
      target,
    );
    const [newParameters, newM, newV] = [[], [], []];
    parameters.forEach((p, i) => {
      const g = gradient[i];
      const mean = m[i].mul(0.9).add(g.ref.mul(0.1));
      const square = v[i].mul(0.999).add(g.ref.mul(g).mul(0.001));
      newM.push(mean.ref);
      newV.push(square.ref);
      const divisor = np.sqrt(square.mul(correction2.ref)).add(1e-8);
      newParameters.push(p.sub(mean.mul(correction1.ref).div(divisor).mul(rate)));
    });
    correction1.dispose();
    correction2.dispose();
    return [value, newParameters, newM, newV];
  });
  let state = [start, start.map((p) => np.zerosLike(p.ref)), start.map((p) => np.zerosLike(p.ref))];
  let [power1, power2] = [1, 1];
  return () => {
    power1 *= 0.9;
    power2 *= 0.999;
    const corrections = [np.array(1 / (1 - power1)), np.array(1 / (1 - power2))];
    const { x, y } = batches[at++ % batches.length];
    const [value, ...next] = step(...state, ...corrections, x.ref, y.ref);
    state = next;
    return value.dataSync()[0];
  };
}

/** The data of a problem, batch by batch. */
function slices({ layers, batch, x, y }) {
  const width = y.length / (x.length / layers[0]);
  return Array.from({ length: x.length / layers[0] / batch }, (_, b) => ({
    x: x.slice(b * batch * layers[0], (b + 1) * batch * layers[0]),
    y: y.slice(b * batch * width, (b + 1) * batch * width),
  }));
}
