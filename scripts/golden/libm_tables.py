"""Write kernel-lib/src/libm/tables.ts from what defines each table.

    python scripts/golden/libm_tables.py        (needs mpmath)

The nodes of log are those of Arm's optimized-routines (math/log_data.c, Copyright (c) 2018, Arm
Limited, MIT); everything else follows from a formula.
"""

import struct
from pathlib import Path

from mpmath import cos, floor, log, mp, mpf, nint, pi, sin

mp.prec = 300

# log: 1/c is so many units in the last place off 1/centre, chosen so that log(c) is nearly short.
shifts = [
    -23142382, -57643754, -234334839, -124664804, 19045012, -123323398, -501163255, 342479926,
    -234593306, 57421184, 513617488, -240891478, 85169741, 28659150, 284053799, 342563057,
    -68420459, -346144712, -90113766, -464022980, 285342708, -489548825, 376054848, 47397812,
    -423637851, -260988534, 336107021, 448241578, 154177355, 447893384, 241227555, -420636714,
    -218426730, -96876684, -205835218, -368178198, -345128710, -510284502, 481763731, 209336112,
    429336310, 15489329, 442353177, -417834330, 73183371, 515232680, 507984536, 83787275,
    330409952, 151596684, 377744204, 198302857, 214798271, -345957716, 356163107, 215510022,
    -229897960, -131709726, 215213618, -464519207, -332821996, 385780520, -400344786, 256208139,
    478356527, 345720337, 128466877, 217515751, -162048343, 295127580, -235892775, -69369347,
    93666841, -272860130, 91915174, 29018059, 258893229, 386009280, -241633007, 68399381,
    386341370, 408940642, 65060217, -120872168, 189498853, -32395328, -49955913, 154042178,
    -346113480, 148348366, -396488327, -427431396, 107119491, -500798201, 212184347, 305888811,
    -330297730, -91422864, 6707636, 273897542, -512931067, -500150233, 485589437, -280752730,
    106848032, 30953893, -291342514, -408884927, 149302919, -107851081, 225432558, 460497078,
    -452391632, -490679353, 508304210, 493208081, 336502878, 526975298, -457361038, -312310462,
    -365194252, -421357131, 362015322, 310793228, -441535439, -69145545, -528727990, 433364383,
]  # fmt: skip


def log_inverse(i):
    centre = 0.6875 + (i + 0.5) / 256 if i < 80 else 1 + (i - 79.5) / 128
    return 1 / centre + shifts[i] * 2.0 ** (-52 if i < 80 else -53)


def pow_inverse(i):
    """A short number near the inverse of the centre of the i-th of 128 intervals of mantissas."""
    bits = 0x3FE6955500000000 + (i << 45) + (1 << 44)  # they are split evenly in their bits
    centre = mpf(struct.unpack("d", struct.pack("Q", bits))[0])
    return float(nint(128 / centre) / 128 if centre < 1 else nint(256 / centre) / 256)


def short(x, bits):
    """x rounded to so many bits."""
    scale = mpf(2) ** (bits - 1 - floor(log(abs(x), 2)))
    return float(nint(x * scale) / scale)


def powers():
    heads = [float(mpf(2) ** (mpf(i) / 128)) for i in range(128)]
    return heads, [float(mpf(2) ** (mpf(i) / 128) / head - 1) for i, head in enumerate(heads)]


def logarithm(inverse):
    exact = -log(mpf(inverse))
    head = float(nint(exact * 2**43) / 2**43)
    return head, float(exact - head)


def trigonometric():
    columns = [[], [], [], []]
    for i in range(53):
        for k, f in enumerate([sin, cos]):
            exact = f(mpf(i) / 64)
            head = short(exact, 26) if exact else 0.0
            columns[2 * k].append(head)
            columns[2 * k + 1].append(float(exact - head))
    return columns


inverses = [log_inverse(i) for i in range(128)]
short_inverses = [pow_inverse(i) for i in range(128)]
expHeads, expTails = powers()
sines = trigonometric()
tables = [
    ("expHeads", "2^(i/128), rounded.", expHeads),
    ("expTails", "What rounding took from each, relative: 2^(i/128) = head (1 + tail).", expTails),
    ("logInverses", "log: 1/c for a c near the centre of the i-th interval of mantissas.", inverses),
    ("logs", "log: log c, to 43 binary places.", [logarithm(x)[0] for x in inverses]),
    ("powInverses", "pow: 1/c, short enough for z/c - 1 to be exact.", short_inverses),
    ("powLogs", "pow: log c, to 43 binary places.", [logarithm(x)[0] for x in short_inverses]),
    ("powLogTails", "pow: the rest of log c.", [logarithm(x)[1] for x in short_inverses]),
    ("sines", "sin(i/64), to 26 bits.", sines[0]),
    ("sineTails", "The rest of sin(i/64).", sines[1]),
    ("cosines", "cos(i/64), to 26 bits.", sines[2]),
    ("cosineTails", "The rest of cos(i/64).", sines[3]),
]

def literal(x):
    """A double as JavaScript writes it, for the formatter to leave alone."""
    text = repr(x)
    mantissa, _, exponent = text.partition("e")
    mantissa = mantissa.removesuffix(".0")
    return mantissa + (f"e{int(exponent)}" if exponent else "")


lines = [
    "// The tables of exp, log, pow, sin and cos, written by scripts/golden/libm_tables.py.",
    "// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: a table holds some by chance",
    "// The nodes of log and pow are those of Arm's optimized-routines, Copyright (c) 2018, Arm",
    "// Limited, MIT.",
]
for name, comment, values in tables:
    lines += ["", f"/** {comment} */", f"export const {name}: Float64Array = new Float64Array(["]
    lines += [f"  {', '.join(literal(x) for x in values)},", "]);"]
path = Path(__file__).parents[2] / "kernel-lib" / "src" / "libm" / "tables.ts"
path.write_text("\n".join(lines) + "\n")
print(path)
