import { expect, test } from "vitest";
import { buffersOf, packResult } from "../../src/parallel/packResult.ts";

const none: ReadonlySet<ArrayBufferLike> = new Set();

test("arrays with memory of their own go without a copy; the rest is copied", () => {
  const values = Float64Array.of(1, 2, 3);
  const result = { name: "a", list: [1, null, { values }], missing: undefined };
  const packed = packResult(result, none);
  expect(packed.result).toEqual(result);
  expect(packed.result).not.toBe(result);
  expect(packed.transfer).toEqual([values.buffer]);
  structuredClone(packed.result, { transfer: [...packed.transfer] });
  expect(values.length).toBe(0);
});

test("a window on a larger memory takes only what it shows", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const window = new Float64Array(memory.buffer, 16, 2).fill(7);
  const packed = packResult({ window }, none);
  expect(packed.result).toEqual({ window: Float64Array.of(7, 7) });
  expect(packed.transfer.map(({ byteLength }) => byteLength)).toEqual([16]);
  structuredClone(packed.result, { transfer: [...packed.transfer] });
  expect(memory.buffer.byteLength).toBe(65536);
});

test("memory that is shared by threads is copied", () => {
  const values = new Int32Array(new SharedArrayBuffer(8)).fill(3);
  const { result } = packResult(values, none);
  expect(result).toEqual(Int32Array.of(3, 3));
  expect((result as Int32Array).buffer).toBeInstanceOf(ArrayBuffer);
});

test("memory that is kept here is copied, wherever it lies in the data set", () => {
  const data = { x: { rows: 1, data: Float64Array.of(1, 2) }, names: ["a"] };
  const packed = packResult({ x: data.x }, buffersOf(data));
  structuredClone(packed.result, { transfer: [...packed.transfer] });
  expect(data.x.data).toEqual(Float64Array.of(1, 2));
});

test("what occurs twice arrives as one; two views on one memory both arrive", () => {
  const values = Float64Array.of(1, 2);
  const bytes = new Uint8Array(values.buffer);
  const { result, transfer } = packResult({ a: values, b: values, bytes }, none);
  const {
    a,
    b,
    bytes: c,
  } = structuredClone(result, { transfer: [...transfer] }) as Record<string, Uint8Array>;
  expect(a).toBe(b);
  expect(a).toEqual(Float64Array.of(1, 2));
  expect(c!.length).toBe(16);
  const round: { self?: unknown } = {};
  round.self = round;
  const packed = packResult(round, none).result as typeof round;
  expect(packed.self).toBe(packed);
});

test("other objects are left to the copy that the sending makes", () => {
  const map = new Map([["a", 1]]);
  expect(packResult({ map }, none).result).toEqual({ map });
});
