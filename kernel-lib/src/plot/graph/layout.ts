import type { Point } from "../figure/drawing.js";
import { max, min } from "../figure/extent.js";

/**
 * A layered drawing of a directed acyclic graph from left to right (Sugiyama's method):
 * columns by depth, an order with few crossings in each, then heights that keep edges straight.
 */
export type Box = { readonly width: number; readonly height: number };
/** `label` is the width of the text on it. */
export type Link = { readonly from: number; readonly to: number; readonly label: number };
export type Drawing = {
  readonly width: number;
  /** The centre of each box. */
  readonly centres: readonly Point[];
  /** The points of each link: horizontal inside columns, to be joined by curves between them. */
  readonly lines: readonly (readonly Point[])[];
};

/** A vertex in a column: a box, or where a longer link passes. */
type Vertex = { box: number; height: number; y: number; left: Vertex[]; right: Vertex[] };

/** Places `boxes` (parents before children) and routes `links` around them; sizes in pixels. */
export function layeredLayout(boxes: readonly Box[], links: readonly Link[]): Drawing {
  const rank = ranks(boxes.length, links);
  const columns: Vertex[][] = Array.from({ length: max(rank) + 1 }, () => []);
  const add = (column: number, box: number, height: number): Vertex => {
    const vertex = { box, height, y: 0, left: [], right: [] };
    columns[column].push(vertex);
    return vertex;
  };
  const vertices = boxes.map(({ height }, i) => add(rank[i], i, height));
  const routes = links.map(({ from, to }) => {
    const route = [vertices[from]];
    for (let column = rank[from] + 1; column < rank[to]; column++) route.push(add(column, -1, 26));
    route.push(vertices[to]);
    for (const [i, right] of route.slice(1).entries()) {
      right.left.push(route[i]);
      route[i].right.push(right);
    }
    return route;
  });
  straighten(untangle(columns));

  const port = ports(routes);
  const widths = columns.map((column) => max(column.map(({ box }) => boxes[box]?.width ?? 0)));
  const gap = gaps(widths, links, routes, rank);
  const lefts = widths.map((_, i) => sum(widths.slice(0, i)) + sum(gap.slice(0, i)));
  const middle = (i: number): number => lefts[rank[i]] + widths[rank[i]] / 2;
  const centres = vertices.map(({ y }, i) => ({ x: middle(i), y }));
  const lines = routes.map((route, k) => {
    const { from, to } = links[k];
    const start = middle(from) + boxes[from].width / 2;
    const end = middle(to) - boxes[to].width / 2;
    // Through each column on its way a line is level, so that it meets no box there.
    return route.flatMap(({ y }, i) => {
      const left = lefts[rank[from] + i];
      const right = left + widths[rank[from] + i];
      if (i === route.length - 1) return [left, end].map((x) => ({ x, y: y + port[k] }));
      return [i === 0 ? start : left, right].map((x) => ({ x, y }));
    });
  });
  const last = columns.length - 1;
  return { width: lefts[last] + widths[last], centres, lines };
}

const sum = (x: readonly number[]): number => x.reduce((total, term) => total + term, 0);

const leastWidth = 480;
/** A notebook's column, less the margins. */
const mostWidth = 848;

/**
 * The room between each two columns: the same everywhere, more in a small graph. In one too deep
 * for that, little where the links are level, up to the same again where they are steep.
 */
function gaps(
  widths: readonly number[],
  links: readonly Link[],
  routes: readonly (readonly Vertex[])[],
  rank: readonly number[],
): number[] {
  const count = widths.length - 1;
  const boxes = sum(widths);
  const label = Math.max(0, ...links.map((link) => link.label));
  const wide = Math.max(48 + label, Math.min(120, (leastWidth - boxes) / Math.max(1, count)));
  const narrow = new Array<number>(count).fill(14);
  for (const [k, route] of routes.entries()) {
    for (let i = 1; i < route.length; i++) {
      const gap = rank[links[k].from] + i - 1;
      const rise = Math.abs(route[i].y - route[i - 1].y);
      const needed = links[k].label + 14 + 34 * Math.min(1, rise / 150);
      narrow[gap] = Math.max(narrow[gap], needed);
    }
  }
  const spare = (mostWidth - boxes - sum(narrow)) / (count * wide - sum(narrow));
  const share = Math.min(1, Math.max(0, spare));
  return narrow.map((gap) => gap + share * (wide - gap));
}

/** Depth by the longest way; an input comes just before its first use. */
function ranks(count: number, links: readonly Link[]): number[] {
  const rank: number[] = new Array(count).fill(0);
  for (let i = 0; i < count; i++) {
    for (const { from, to } of links) if (to === i) rank[i] = Math.max(rank[i], rank[from] + 1);
  }
  const hasParents = new Set(links.map(({ to }) => to));
  return rank.map((depth, i) => {
    const uses = links.filter(({ from }) => from === i).map(({ to }) => rank[to]);
    return hasParents.has(i) || uses.length === 0 ? depth : min(uses) - 1;
  });
}

/** Where each link enters its box: side by side, in the order the links come from. */
function ports(routes: readonly (readonly Vertex[])[]): number[] {
  const offsets: number[] = new Array(routes.length).fill(0);
  const source = (route: number): number => routes[route].at(-2)?.y ?? 0;
  for (const target of new Set(routes.map((route) => route.at(-1)))) {
    const entering = [...routes.keys()].filter((i) => routes[i].at(-1) === target);
    entering.sort((i, j) => source(i) - source(j));
    const step = Math.min(11, 26 / Math.max(1, entering.length - 1));
    entering.forEach((route, i) => {
      offsets[route] = (i - (entering.length - 1) / 2) * step;
    });
  }
  return offsets;
}

/** Orders every column by the mean position of its neighbours; the best of several sweeps. */
function untangle(columns: Vertex[][]): Vertex[][] {
  let best = columns;
  let fewest = Number.POSITIVE_INFINITY;
  for (let sweep = 0; sweep < 16; sweep++) {
    const side = sweep % 2 === 0 ? "left" : "right";
    for (const column of side === "left" ? columns : columns.toReversed()) {
      const key = new Map(column.map((vertex) => [vertex, mean(vertex[side]) ?? vertex.y]));
      column.sort((a, b) => (key.get(a) ?? 0) - (key.get(b) ?? 0));
      column.forEach((vertex, i) => {
        vertex.y = i - (column.length - 1) / 2;
      });
    }
    const count = sum(columns.map(crossings));
    if (count < fewest) [fewest, best] = [count, columns.map((column) => [...column])];
  }
  return best;
}

const mean = (vertices: readonly Vertex[]): number | undefined =>
  vertices.length === 0 ? undefined : sum(vertices.map(({ y }) => y)) / vertices.length;

/** Crossings between a column and the next one. */
function crossings(column: readonly Vertex[]): number {
  const ends = column.flatMap((vertex) => vertex.right.map((right) => [vertex.y, right.y]));
  let count = 0;
  for (const [i, [a, b]] of ends.entries()) {
    for (const [c, d] of ends.slice(i + 1)) if ((a - c) * (b - d) < 0) count++;
  }
  return count;
}

/** Heights: every vertex as near to the mean of its neighbours as its column's order allows. */
function straighten(columns: readonly Vertex[][]): void {
  for (const column of columns) spread(column, () => 0);
  for (let sweep = 0; sweep < 200; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      spread(column, (vertex) => mean([...vertex.left, ...vertex.right]) ?? vertex.y);
    }
  }
  const all = columns.flat();
  const top = min(all.map(({ y, height }) => y - height / 2));
  for (const vertex of all) vertex.y -= top;
}

/**
 * The heights nearest to the wished ones that keep the order and do not overlap (isotonic fit).
 * A vertex weighs as much as it has links: then all columns lower one sum of squares together.
 */
function spread(column: readonly Vertex[], wish: (vertex: Vertex) => number): void {
  const blocks: { sum: number; weight: number; size: number }[] = [];
  let offset = 0;
  const offsets = column.map((vertex, i) => {
    if (i > 0) offset += (column[i - 1].height + vertex.height) / 2;
    return offset;
  });
  column.forEach((vertex, i) => {
    const weight = Math.max(1, vertex.left.length + vertex.right.length);
    const block = { sum: weight * (wish(vertex) - offsets[i]), weight, size: 1 };
    for (
      let last = blocks.at(-1);
      last && last.sum / last.weight > block.sum / block.weight;
      last = blocks.at(-1)
    ) {
      block.sum += last.sum;
      block.weight += last.weight;
      block.size += last.size;
      blocks.pop();
    }
    blocks.push(block);
  });
  const shifts = blocks.flatMap((block) =>
    Array<number>(block.size).fill(block.sum / block.weight),
  );
  column.forEach((vertex, i) => {
    vertex.y = shifts[i] + offsets[i];
  });
}
