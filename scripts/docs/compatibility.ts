/** Which name of kernel-lib stands for which of NumPy, PyTorch, Keras and scikit-learn. */

/** A node of TypeDoc's JSON, as far as the table needs it. */
export interface Reflection {
  readonly id: number;
  readonly name: string;
  readonly kind: number;
  readonly children?: readonly Reflection[];
  readonly signatures?: readonly Reflection[];
  readonly getSignature?: Reflection;
  readonly comment?: Comment;
  readonly target?: number;
}

interface Comment {
  readonly blockTags?: readonly { readonly tag: string; readonly content: readonly Text[] }[];
}
interface Text {
  readonly text: string;
}

/** The public names of the Python libraries, by `scripts/golden/python_names.py`. */
export interface PythonNames {
  readonly versions: { readonly [library: string]: string };
  readonly names: { readonly [place: string]: readonly string[] };
}

/** TypeDoc's numbers for what can be called or made; types and interfaces are not in the tables. */
const kinds = { variable: 32, function: 64, class: 128, property: 1024, method: 2048 };
const accessor = 262144;
const alias = 4194304;
const callable = [...Object.values(kinds), accessor, alias];

interface Section {
  readonly title: string;
  /** Where the names are here: a path of names from kernel-lib's door. */
  readonly ours: readonly string[];
  /** Only these, if given. */
  readonly only?: readonly string[];
  /** Where they are in Python; the first place that has a name counts. */
  readonly theirs: readonly string[];
}

const sections: readonly Section[] = [
  { title: "NumPy: functions", ours: ["np"], theirs: ["numpy"] },
  { title: "NumPy: random numbers", ours: ["np", "random"], theirs: ["numpy.random"] },
  { title: "NumPy: arrays", ours: ["NDArray"], theirs: ["numpy.ndarray", "numpy"] },
  { title: "PyTorch: functions", ours: ["torch"], theirs: ["torch"] },
  { title: "PyTorch: tensors", ours: ["Tensor"], theirs: ["torch.Tensor"] },
  { title: "PyTorch: layers", ours: ["nn"], theirs: ["torch.nn"] },
  { title: "PyTorch: modules", ours: ["nn", "Module"], theirs: ["torch.nn.Module"] },
  { title: "PyTorch: functional", ours: ["F"], theirs: ["torch.nn.functional", "torch"] },
  { title: "PyTorch: initial weights", ours: ["nn", "init"], theirs: ["torch.nn.init"] },
  { title: "PyTorch: optimisers", ours: ["optim"], theirs: ["torch.optim"] },
  {
    title: "PyTorch: schedules of the learning rate",
    ours: ["optim", "lrScheduler"],
    theirs: ["torch.optim.lr_scheduler"],
  },
  { title: "Keras: models", ours: ["Model"], theirs: ["keras.Model"] },
  {
    title: "Keras: making a model",
    ours: [],
    only: ["sequential", "EarlyStopping"],
    theirs: ["keras", "keras.callbacks"],
  },
  { title: "Keras: metrics", ours: ["metrics"], theirs: ["keras.metrics"] },
  { title: "Keras: callbacks", ours: ["Callback"], theirs: ["keras.callbacks.Callback"] },
  {
    title: "scikit-learn: data",
    ours: ["data"],
    theirs: [
      "sklearn.datasets",
      "sklearn.model_selection",
      "sklearn.preprocessing",
      "sklearn.metrics",
    ],
  },
];

export function compatibilityTable(api: Reflection, { versions, names }: PythonNames): string {
  const byId = new Map<number, Reflection>();
  const index = (node: Reflection): void => {
    byId.set(node.id, node);
    node.children?.forEach(index);
  };
  index(api);

  const tables = sections.map(({ title, ours, only, theirs }) => {
    const place = ours.reduce<Reflection | undefined>(
      (node, name) => node?.children?.find((child) => child.name === name),
      api,
    );
    if (place === undefined) throw new Error(`docs: kernel-lib has no ${ours.join(".")}`);
    const members = (place.children ?? []).filter(({ kind, name }) => {
      return callable.includes(kind) && !name.startsWith("[") && (only?.includes(name) ?? true);
    });
    const byName = members.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const rows = byName.map((member) => {
      const meant = (member.target && byId.get(member.target)) || member;
      const original = pythonName(meant.name, theirs, names);
      return { name: [...ours, member.name].join("."), original, differs: differences(meant) };
    });
    const known = rows.filter(({ original }) => original !== undefined);
    const own = rows.filter(({ original }) => original === undefined);
    const lines = [
      `## ${title}`,
      "",
      "| Here | In Python | Differences |",
      "|---|---|---|",
      ...known.map(
        ({ name, original, differs }) => `| \`${name}\` | \`${original}\` | ${differs} |`,
      ),
    ];
    if (own.length > 0)
      lines.push("", `Not in the original: ${own.map(({ name }) => `\`${name}\``).join(", ")}.`);
    return lines.join("\n");
  });

  const { numpy, torch, keras, sklearn } = versions;
  return `${[
    "# Compatibility",
    "",
    "<!-- Written by `npm run docs`; edit the docstrings (`@differs`), not this file. -->",
    "",
    `What kernel-lib has of NumPy ${numpy}, PyTorch ${torch}, Keras ${keras} and scikit-learn ${sklearn}, generated from the code.`,
    "Names are the originals in camelCase. An empty last column means that we know of no difference in what is there; not every argument is.",
    "",
    "Everywhere:",
    "",
    "- Python's keyword arguments are one object at the end: `np.sum(x, 0, { keepdims: true })`, `new nn.Linear(2, 3, { bias: false })`.",
    "- A plain number has no type in JavaScript, so `np.array([1, 2])` is float64 and `torch.tensor([1, 2])` float32. There is no int64; indices are int32.",
    "- Slices and transposes are copies, not views.",
    "- Epochs count from 1.",
    "",
    tables.join("\n\n"),
  ].join("\n")}\n`;
}

/** `zerosLike` is `numpy.zeros_like`, `newAxis` `numpy.newaxis`, `sequential` `keras.Sequential`. */
function pythonName(
  name: string,
  places: readonly string[],
  names: PythonNames["names"],
): string | undefined {
  const snake = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
  for (const place of places) {
    const capitalised = name.charAt(0).toUpperCase() + name.slice(1);
    const found = [name, snake, name.toLowerCase(), capitalised].find((one) =>
      names[place]?.includes(one),
    );
    if (found !== undefined) return `${place}.${found}`;
  }
  return undefined;
}

/** What the docstring says under `@differs`, on one line. */
function differences({ comment, signatures, getSignature }: Reflection): string {
  const comments = [
    comment,
    getSignature?.comment,
    ...(signatures ?? []).map((one) => one.comment),
  ];
  const texts = comments.flatMap((one) =>
    (one?.blockTags ?? [])
      .filter(({ tag }) => tag === "@differs")
      .map(({ content }) => content.map(({ text }) => text).join("")),
  );
  return [...new Set(texts)].join(" ").replace(/\s+/g, " ").replaceAll("|", "\\|").trim();
}
