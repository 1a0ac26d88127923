// Data are spread into no function's arguments, which have to fit on the stack.
import { np, plot } from "kernel-lib";
import { describe, expect, test } from "vitest";

describe("a chart of much data is drawn", () => {
  test("300 images of 784 weights", () => {
    const weights = np.arange(300 * 784).reshape([300, 784]);
    const spec = plot.weightImages(weights, { shape: [28, 28], title: "Templates" });
    expect(spec.description).toContain("300 images of 784 weights");
  });

  test("one image of 400 by 400 weights", () => {
    const weights = np.arange(400 * 400).reshape([1, 400 * 400]);
    const spec = plot.weightImages(weights, { title: "Template" });
    expect(spec.description).toContain("1 images of 160000 weights");
  });

  test("a matrix of 400 rows and 400 columns", () => {
    const matrix = np.arange(400 * 400).reshape([400, 400]);
    const spec = plot.heatMap(matrix, { title: "Large", numbers: false });
    expect(spec.description).toContain("Heat map of a 400 × 400 matrix.");
  });

  test("130,000 points over a decision boundary", () => {
    const x = np.random.randn(130_000, 2);
    const y = np.zeros(130_000);
    const outputs = np.full([plot.grid(x).shape[0]], 0.5);
    const spec = plot.decisionBoundary({ x, y }, outputs, { title: "Many points" });
    expect(spec.description).toContain("130000 points");
  });

  test("200,000 points as a scatter plot", () => {
    const points = np.random.randn(200_000, 2);
    const spec = plot.scatter(points, { title: "Many points", labels: np.zeros(200_000) });
    expect(spec.description).toContain("Scatter plot of 200000 points");
  });

  test("a path of 130,000 steps over a loss surface", () => {
    const path = np.random.randn(130_000, 2);
    const spec = plot.lossSurface((a, b) => a * a + b * b, { SGD: path }, { title: "Long way" });
    expect(spec.description).toContain("in 129999 steps");
  });

  test("130,000 gradients in a histogram", () => {
    const spec = plot.gradientHistogram({ W: np.random.randn(130_000) });
    expect(spec.description).toContain("W: 130000 gradients");
  });

  test("200,000 runs in a strip, and as many predictions in a confusion matrix", () => {
    const runs = Array.from({ length: 200_000 }, (_, i) => i % 10);
    const strip = plot.strip({ all: runs }, { title: "Runs", yTitle: "loss" });
    expect(strip.description).toContain("from 0 to 9");
    const matrix = plot.confusionMatrix(runs, runs, { title: "Digits" });
    expect(matrix.description).toContain("200000");
  });
});
