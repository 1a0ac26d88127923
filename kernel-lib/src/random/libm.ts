// The natural logarithm of the C library that NumPy's generator calls. JavaScript's own differs
// from it in the last bit for one number in twenty, and so would three normals in a hundred.
// After Arm's optimized-routines (math/log.c, Copyright (c) 2018-2025, Arm Limited, MIT), which
// glibc uses, with the fused multiplications of its build for today's x86-64 processors.

const ln2High = 0.6931471805598903;
const ln2Low = 5.497923018708371e-14;

/** log(1 + r) - r near a table entry, by powers of r from r^2 up; and nearer to 1. */
const a = [
  -0.5000000000000001, 0.33333333331825593, -0.2499999999622955, 0.20000304511814496,
  -0.16667054827627667,
];
const b = [
  -0.5, 0.3333333333333352, -0.24999999999998432, 0.19999999999320328, -0.16666666669929706,
  0.14285715076560868, -0.12499997863982555, 0.11110712032936046, -0.10000486757818193,
  0.09181994006195467, -0.08328363062289341,
];

/** The middle of the i-th of 128 stretches of [0.6875, 1.375). */
const middle = (i: number): number => (i < 80 ? 0.6875 + (i + 0.5) / 256 : 1 + (i - 79.5) / 128);

/** How many units in the last place 1/c is off 1/middle: so chosen that log(c) is nearly short. */
const shifts = [
  -23142382, -57643754, -234334839, -124664804, 19045012, -123323398, -501163255, 342479926,
  -234593306, 57421184, 513617488, -240891478, 85169741, 28659150, 284053799, 342563057, -68420459,
  -346144712, -90113766, -464022980, 285342708, -489548825, 376054848, 47397812, -423637851,
  -260988534, 336107021, 448241578, 154177355, 447893384, 241227555, -420636714, -218426730,
  -96876684, -205835218, -368178198, -345128710, -510284502, 481763731, 209336112, 429336310,
  15489329, 442353177, -417834330, 73183371, 515232680, 507984536, 83787275, 330409952, 151596684,
  377744204, 198302857, 214798271, -345957716, 356163107, 215510022, -229897960, -131709726,
  215213618, -464519207, -332821996, 385780520, -400344786, 256208139, 478356527, 345720337,
  128466877, 217515751, -162048343, 295127580, -235892775, -69369347, 93666841, -272860130,
  91915174, 29018059, 258893229, 386009280, -241633007, 68399381, 386341370, 408940642, 65060217,
  -120872168, 189498853, -32395328, -49955913, 154042178, -346113480, 148348366, -396488327,
  -427431396, 107119491, -500798201, 212184347, 305888811, -330297730, -91422864, 6707636,
  273897542, -512931067, -500150233, 485589437, -280752730, 106848032, 30953893, -291342514,
  -408884927, 149302919, -107851081, 225432558, 460497078, -452391632, -490679353, 508304210,
  493208081, 336502878, 526975298, -457361038, -312310462, -365194252, -421357131, 362015322,
  310793228, -441535439, -69145545, -528727990, 433364383,
];
const inverses = shifts.map((n, i) => 1 / middle(i) + n * 2 ** (i < 80 ? -52 : -53));
const logarithms = inverses.map((x) => Math.round(-Math.log(x) * 2 ** 43) / 2 ** 43);

/** x y + z, rounded once: the product's two halves by Dekker's splitting. */
export function fma(x: number, y: number, z: number): number {
  const product = x * y;
  const xHigh = x * 134217729 - (x * 134217729 - x);
  const yHigh = y * 134217729 - (y * 134217729 - y);
  const [xLow, yLow] = [x - xHigh, y - yHigh];
  const error = xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
  const sum = product + z;
  const part = sum - product;
  return sum + (product - (sum - part) + (z - part) + error);
}

/** log x for x in (0, 1), to the last bit as glibc 2.28 and later compute it. */
export function log(x: number): number {
  if (x >= 0.9375) return logNearOne(x - 1);
  let [z, k] = [x, 0];
  for (; z < 0.6875; z *= 2) k--;
  const i = Math.floor(z < 1 ? (z - 0.6875) * 256 : 80 + (z - 1) * 128);
  const r = fma(z, inverses[i], -1);
  const whole = k * ln2High + logarithms[i];
  const high = whole + r;
  const low = fma(k, ln2Low, whole - high + r);
  const r2 = r * r;
  const tail = fma(fma(r, a[4], a[3]), r2, fma(r, a[2], a[1]));
  return fma(r * r2, tail, fma(r2, a[0], low)) + high;
}

/** log(1 + r) for small r. */
function logNearOne(r: number): number {
  const r2 = r * r;
  const r3 = r * r2;
  const order = (n: number) => fma(r2, b[n + 2], fma(r, b[n + 1], b[n]));
  const tail = fma(fma(fma(r3, b[10], order(7)), r3, order(4)), r3, order(1));
  const start = fma(-(2 ** 27), r, fma(r, 2 ** 27, r)); // the upper half of r's digits
  const high = fma(start * start, b[0], r);
  const low = fma(b[0] * (r - start), r + start, fma(start * start, b[0], r - high));
  return high + fma(tail, r3, low);
}
