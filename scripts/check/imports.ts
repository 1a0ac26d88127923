import { existsSync } from "node:fs";
import { builtinModules, registerHooks } from "node:module";
import { join } from "node:path";
import type { ICruiseResult, IForbiddenRuleType, IViolation } from "dependency-cruiser";
import { engine, kernel, type Rooms } from "./rooms.ts";

// dependency-cruiser reads TypeScript by the compiler's JavaScript API, which TypeScript 7 lacks.
registerHooks({
  resolve(specifier, context, next) {
    const asked =
      /^typescript(?=\/|$)/.test(specifier) && context.parentURL?.includes("/dependency-cruiser/");
    return next(asked ? specifier.replace("typescript", "typescript-6") : specifier, context);
  },
});
const { cruise } = await import("dependency-cruiser");

const packages = [
  { sources: "kernel-lib/src", rooms: engine },
  { sources: "kernel-lib/kernel/src", rooms: kernel },
];
const folders = [...packages.map(({ sources }) => sources), "scripts", "test"];

const rules: IForbiddenRuleType[] = [
  ...packages.flatMap(({ sources, rooms }) => rulesOf(sources, rooms)),
  {
    name: "scripts know no tests",
    comment: "tests are written for scripts, and come and go without them",
    from: { path: "^scripts/" },
    to: { path: "^test/" },
  },
  {
    name: "no circle",
    comment: "files in a circle can only be read, tested and loaded together",
    from: {},
    to: { circular: true },
  },
];

/** Every import of a project's sources that their rooms do not allow, one line each. */
export async function importProblems(project: string): Promise<string[]> {
  const { output } = await cruise(
    folders.filter((folder) => existsSync(join(project, folder))),
    {
      baseDir: project,
      validate: true,
      ruleSet: { forbidden: rules.map((rule) => ({ ...rule, severity: "error" })) },
      // Who reads a file follows its imports of types too.
      tsPreCompilationDeps: true,
      parser: "tsc",
      doNotFollow: { path: ["node_modules/", "/dist/"] },
    },
    { exportsFields: ["exports"], conditionNames: ["import", "node"] },
  );
  const { modules, summary } = output as ICruiseResult;
  const homeless = packages.flatMap(({ sources, rooms }) => {
    const known = Object.keys(rooms).map((room) => new RegExp(patternOf(sources, room)));
    return modules
      .map(({ source }) => source)
      .filter((file) => file.startsWith(`${sources}/`) && file.endsWith(".ts"))
      .filter((file) => !known.some((pattern) => pattern.test(file)))
      .map((file) => `${file} stands in no room of scripts/check/rooms.ts`);
  });
  const [circles, others] = [true, false].map((circular) =>
    summary.violations.filter(({ cycle }) => (cycle !== undefined) === circular).map(sentenceOf),
  ) as [string[], string[]];
  return [...homeless.sort(), ...others.sort(), ...new Set(circles.sort())];
}

/** One rule per room: whatever its own does not allow is forbidden. */
function rulesOf(sources: string, rooms: Rooms): IForbiddenRuleType[] {
  return Object.entries(rooms).map(([room, { imports, packages = [], why }]) => {
    const within = Object.keys(rooms).filter((other) => other.startsWith(`${room}/`));
    return {
      name: room,
      comment: why,
      from: {
        path: patternOf(sources, room),
        pathNot: within.map((other) => patternOf(sources, other)),
      },
      to: {
        pathNot: [
          ...[room, ...imports].map((name) => patternOf(sources, name)),
          ...packages.flatMap(packagePatterns),
        ],
      },
    };
  });
}

/** Matches the files of a room: those of a folder, or the one that it is. */
function patternOf(sources: string, room: string): string {
  return `^${sources}/${room.replaceAll(".", "\\.")}(/|$)`;
}

/** Match a package's files, installed or not; `node:` is every module of Node's own. */
function packagePatterns(name: string): string[] {
  return name === "node:"
    ? ["^node:", ...builtinModules.map((module) => `^${module}$`)]
    : [`node_modules/${name}/`, `^${name}$`];
}

function sentenceOf({ from, to, unresolvedTo = to, rule, cycle }: IViolation): string {
  const why = rules.find(({ name }) => name === rule.name)?.comment;
  if (cycle !== undefined) {
    // It is found from each of its files: the same sentence for all.
    const files = cycle.map(({ name }) => name);
    const first = files.indexOf([...files].sort()[0] as string);
    const circle = [...files.slice(first), ...files.slice(0, first)];
    return `${[...circle, circle[0]].join(" -> ")} is a circle: ${why}`;
  }
  return `${from} imports ${unresolvedTo.startsWith(".") ? to : unresolvedTo}: ${why}`;
}
