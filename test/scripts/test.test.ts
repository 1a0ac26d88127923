import { expect, test } from "vitest";
import { lastLine, vitestCounts } from "../../scripts/test.ts";

function report(...files: { status: string; tests: string[] }[]): string {
  const testResults = files.map(({ status, tests }) => {
    return { status, assertionResults: tests.map((outcome) => ({ status: outcome })) };
  });
  return JSON.stringify({ testResults });
}

test("a script's counts are its last line", () => {
  expect(lastLine(0, "2 passed, 9 failed\nok\n12 passed, 0 failed\n")).toEqual({
    passed: 12,
    failed: 0,
    skipped: 0,
  });
});

test("a script that counts nothing has failed", () => {
  const failure = { passed: 0, failed: 1, skipped: 0 };
  expect(lastLine(0, "")).toEqual(failure);
  expect(lastLine(0, "0 passed, 0 failed\n")).toEqual(failure);
  expect(lastLine(1, "SyntaxError\n")).toEqual(failure);
});

test("a script that fails without counting it has one failure", () => {
  expect(lastLine(1, "3 passed, 0 failed\n")).toEqual({ passed: 3, failed: 1, skipped: 0 });
});

test("every test of vitest counts, the skipped ones too", () => {
  const json = report(
    { status: "passed", tests: ["passed", "passed", "skipped", "todo"] },
    { status: "failed", tests: ["failed", "passed"] },
  );
  expect(vitestCounts(1, json)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test("a test file that cannot be read is a failure", () => {
  const json = report({ status: "failed", tests: [] }, { status: "passed", tests: ["passed"] });
  expect(vitestCounts(1, json)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test("no test at all is a failure", () => {
  expect(vitestCounts(0, report())).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(vitestCounts(1, "")).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
