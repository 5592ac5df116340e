"""Computes the polynomial coefficients of the vectorised special functions and writes them as constants that both
AssemblyScript and TypeScript can read. Needs Python 3 with mpmath:

    python3 scripts/specialCoefficients.py > src/numeric/kernels/shared/specialCoefficients.ts

Each polynomial is the best weighted approximation (Remez exchange); the comment states its largest weighted error.
"""
import struct
import mpmath as mp

mp.mp.dps = 60


def remez(function, weight, low, high, degree):
    """Coefficients (constant first) of the polynomial with the smallest largest weight * |error| on [low, high]."""
    count = degree + 2
    middle, half = (mp.mpf(low) + high) / 2, (mp.mpf(high) - low) / 2
    nodes = [middle - half * mp.cos(mp.pi * i / (count - 1)) for i in range(count)]
    grid = [middle - half * mp.cos(mp.pi * i / 1200) for i in range(1201)]
    values = [(x, function(x), weight(x)) for x in grid]
    for _ in range(12):
        rows = [[((x - middle) / half) ** k for k in range(degree + 1)] + [(-1) ** i / weight(x)] for i, x in enumerate(nodes)]
        scaled = list(mp.lu_solve(mp.matrix(rows), mp.matrix([function(x) for x in nodes])))[:-1]
        errors = [w * (f - mp.polyval(scaled[::-1], (x - middle) / half)) for x, f, w in values]
        peaks = []
        for x, e in zip(grid, errors):
            if peaks and (peaks[-1][1] > 0) == (e > 0):
                if abs(e) > abs(peaks[-1][1]):
                    peaks[-1] = (x, e)
            else:
                peaks.append((x, e))
        while len(peaks) > count:
            peaks.pop(0 if abs(peaks[0][1]) < abs(peaks[-1][1]) else -1)
        if len(peaks) < count:
            break
        nodes = [x for x, _ in peaks]
    return expand(scaled, middle, half), max(abs(e) for e in errors)


def expand(scaled, middle, half):
    """From powers of (x - middle) / half to powers of x."""
    total = [mp.mpf(0)] * len(scaled)
    for k, c in enumerate(scaled):
        for j in range(k + 1):
            total[j] += c * mp.binomial(k, j) * (-middle) ** (k - j) / half**k
    return total


def rounded(value, bits):
    """The nearest number of that precision, as text."""
    number = float(value)
    if bits == 32:
        number = struct.unpack("f", struct.pack("f", number))[0]
    return repr(number).replace("e-0", "e-")


def show(name, meaning, function, weight, low, high, degree, bits):
    coefficients, error = remez(function, weight, low, high, degree)
    print(f"\n// {meaning}, weighted error {mp.nstr(error, 2)}.")
    for k, c in enumerate(coefficients):
        print(f"export const {name}{bits}_{k} = {rounded(c, bits)};")


def exp_rest(r):
    return mp.nsum(lambda k: r**k / mp.factorial(k + 2), [0, 40])


def log_rest(z):
    return mp.nsum(lambda k: 2 * z**k / (2 * k + 3), [0, 40])


def coth_rest(z):
    return mp.mpf(1) / 3 - z / 45 if z < mp.mpf("1e-30") else (mp.sqrt(z) * mp.coth(mp.sqrt(z)) - 1) / z


def erf_small(t):
    return 2 / mp.sqrt(mp.pi) - 1 if t == 0 else mp.erf(mp.sqrt(t)) / mp.sqrt(t) - 1


print("""/**
 * Coefficients of the special functions, readable from TypeScript and from AssemblyScript alike.
 * Written by scripts/specialCoefficients.py. Do not edit.
 */""")
LN2 = mp.log(2)
one = lambda x: mp.mpf(1)
for bits, exp_degree, tanh_degree, log_degree, small_degree, large_degree, last, keep in [
    (64, 10, 4, 6, 11, 17, 6, 32),
    (32, 5, 1, 3, 6, 6, 4, 14),
]:
    digits = 2**keep
    high = mp.floor(LN2 * digits) / digits
    print(f"\n// log 2 as a sum of two numbers, the first with so few digits that its multiples are exact, and 1 / log 2.")
    print(f"export const LN2_HIGH_{bits} = {rounded(high, bits)};")
    print(f"export const LN2_LOW_{bits} = {rounded(LN2 - high, bits)};")
    if bits == 64:
        print("// biome-ignore lint/suspicious/noApproximativeNumericConstant: rounded to the precision, like the others")
    print(f"export const INVERSE_LN2_{bits} = {rounded(1 / LN2, bits)};")
    show("EXP", "(e^r - 1 - r) / r^2 in powers of r, |r| <= 0.347", exp_rest, one, mp.mpf("-0.347"), mp.mpf("0.347"), exp_degree, bits)
    show("TANH", "(r coth r - 1) / z in powers of z = r^2, |r| <= 0.1735", coth_rest, one, mp.mpf(0), mp.mpf("0.0301"), tanh_degree, bits)
    show("LOG", "(2 atanh(s) / s - 2) / z in powers of z = s^2, |s| <= 0.1716", log_rest, one, mp.mpf(0), mp.mpf("0.02945"), log_degree, bits)
    show("ERF", "erf(x) / x - 1 in powers of x^2, |x| <= 1", erf_small, one, mp.mpf(0), mp.mpf(1), small_degree, bits)
    show("ERFC", f"log erfc(1 + c) in powers of c, for c from 0 to {last - 1}, weighted with erfc", lambda c: mp.log(mp.erfc(1 + c)), lambda c: mp.erfc(1 + c), mp.mpf(0), mp.mpf(last - 1), large_degree, bits)
