import { expect, test } from "vitest";
import { type Event, judge } from "../../../scripts/execute/verdict.ts";
import { code, notebook } from "../../notebookFixtures.ts";

test("a kernel that sends errors and goes on after them is judged by the same rules", () => {
  const reply = {
    event: "reply",
    ename: null,
    evalue: null,
    stderr: "",
    errors: [] as string[],
  } as const;
  const failing = code("fails()", { tags: ["raises-exception"], lecture: { raises: "clash" } });
  const events: Event[] = [
    { ...reply, cell: 0, status: "error", execution_count: 1, ename: "Error", evalue: "a clash" },
    { ...reply, cell: 1, status: "ok", execution_count: 2 },
    { event: "late", cell: 1, name: "error", text: "TypeError: too late" },
    { ...reply, cell: 2, status: "ok", execution_count: 1 },
  ];
  expect(judge(notebook(failing, code("1")), events.slice(0, 2))).toEqual([]);
  expect(judge(notebook(failing, code("1")), events.slice(0, 3))).toEqual([
    { cell: 2, line: "1", message: "left an error: TypeError: too late" },
  ]);
  expect(judge(notebook(failing, code("1"), code("2")), events.toSpliced(2, 1))).toEqual([
    { cell: 3, line: "2", message: "ran out of order: the kernel counts it as number 1" },
  ]);
});
