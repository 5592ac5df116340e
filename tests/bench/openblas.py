# One operation of OpenBLAS, called on arrays of NumPy without anything in between: reads { operation, rows, cols } from the
# standard input, writes { seconds, error, facts } or { absent }.
import ctypes
import json
import sys
import time

import numpy


def loaded_blas():
    """The BLAS that NumPy has loaded, by the files in the memory of this process; None if that cannot be read."""
    try:
        with open("/proc/self/maps") as maps:
            files = {line.split()[-1] for line in maps if "blas" in line}
    except OSError:
        return None
    return sorted(files, key=lambda file: "openblas" not in file)[0] if files else None


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def syrk(library, rows, cols):
    """The upper triangle of A'A in C's order, as BLAS has it; error by one entry of each corner."""
    a = numpy.random.default_rng(1).standard_normal((rows, cols))
    out = numpy.zeros((cols, cols))
    row_major, upper, transposed = 101, 121, 112

    def run():
        library.cblas_dsyrk(
            row_major, upper, transposed, cols, rows, ctypes.c_double(1), pointer(a), cols, ctypes.c_double(0), pointer(out), cols
        )

    def error():
        pairs = [(0, 0), (1, 3), (cols // 2, cols - 1)]
        return max(abs(out[i, j] - float((a[:, i] * a[:, j]).sum())) / rows for i, j in pairs)

    return run, error


def cholesky(library, n, _):
    """The triangle L of a positive definite matrix, after a copy of it."""
    b = numpy.random.default_rng(1).standard_normal((n, n))
    spd = b @ b.T + n * numpy.eye(n)
    out = numpy.empty((n, n))
    order, info = ctypes.c_int(n), ctypes.c_int(0)

    def run():
        out[:] = spd
        library.dpotrf_(ctypes.c_char_p(b"U"), ctypes.byref(order), pointer(out), ctypes.byref(order), ctypes.byref(info))
        if info.value != 0:
            raise ArithmeticError(f"dpotrf failed: {info.value}")

    def error():
        l = numpy.tril(out)
        return float(abs(l @ l.T - spd).max()) / float(spd[0, 0])

    return run, error


def main():
    problem = json.load(sys.stdin)
    path = loaded_blas()
    if path is None or "openblas" not in path:
        return {"absent": f"NumPy uses {path}, which is not OpenBLAS"}
    library = ctypes.CDLL(path)
    run, error = {"syrk": syrk, "cholesky": cholesky}[problem["operation"]](
        library, problem["rows"], problem["cols"]
    )
    run()
    found = error()
    seconds = []
    for _ in range(15):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    library.openblas_get_config.restype = ctypes.c_char_p
    version = library.openblas_get_config().decode().split()[1]
    return {"seconds": seconds, "error": found, "facts": {"OpenBLAS": version}}


print(json.dumps(main()))
