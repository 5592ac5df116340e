import { describe, expect, test } from "vitest";
import { activationFlag, hiddenFlag, methodOptionFlag } from "../../src/cli/parseMethodFlags.ts";
import { CredenceError } from "../../src/errors/errors.ts";

describe("options of a method", () => {
  test.each([
    ["epochs=500", { epochs: 500 }],
    ["rate=1e-3", { rate: 0.001 }],
    ["antithetic=false", { antithetic: false }],
    ["optimiser=adamw", { optimiser: "adamw" }],
    ['optimiser={"kind":"sgd","rate":0.1}', { optimiser: { kind: "sgd", rate: 0.1 } }],
    ["a=b=c", { a: "b=c" }],
    ["a=", { a: "" }],
    ['a="7"', { a: "7" }],
  ])("%s", (text, options) => {
    expect(JSON.parse(JSON.stringify(methodOptionFlag("--option")(text)))).toEqual(options);
  });

  test("add up, each once", () => {
    const read = methodOptionFlag("--option");
    expect(read("b=2", read("a=1"))).toEqual({ a: 1, b: 2 });
    expect(() => read("a=2", read("a=1"))).toThrow(/^--option: .*"a" must be given once/);
  });

  test.each(["", "a", "=1"])("%j is no option", (text) => {
    expect(() => methodOptionFlag("--option")(text)).toThrow(/^--option: the value must be key=value/);
  });

  test("no key reaches the prototype of an object", () => {
    const options = methodOptionFlag("--option")("__proto__=1");
    expect(Object.keys(options)).toEqual(["__proto__"]);
    expect(() => methodOptionFlag("--option")('a={"__proto__":{"polluted":1}}')).toThrow(CredenceError);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

test("widths of hidden layers", () => {
  const read = hiddenFlag("--hidden");
  expect(["50", "100,100", "none"].map(read)).toEqual([[50], [100, 100], []]);
  for (const text of ["", "0", "1.5", "5,", "x", "50001"]) expect(() => read(text)).toThrow(/^--hidden: /);
});

test("activations", () => {
  const read = activationFlag("--activation", ["relu", "tanh"]);
  expect(["tanh", "relu, tanh"].map(read)).toEqual(["tanh", ["relu", "tanh"]]);
  for (const text of ["", "step", "relu,"]) expect(() => read(text)).toThrow(/^--activation: /);
});
