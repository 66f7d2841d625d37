import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The parts of a profile of V8 (`--cpu-prof`) that are used here. */
export interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** The node of each sample, and the microseconds since the sample before. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Milliseconds by the part of the program whose function ran. */
export function timeByPart({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const parts = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const part = parts.get(id) ?? OTHER;
    times.set(part, (times.get(part) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  return times;
}

const WAITING = "waiting for the host and the disk";
const OTHER = "Node.js, other";
const SPECIAL: Readonly<Record<string, string>> = {
  "(idle)": WAITING,
  "(garbage collector)": "collecting garbage",
  compileSourceTextModule: "Node.js, loading the program",
  wrapSafe: "Node.js, loading the program",
};

function partOf({ functionName, url, lineNumber }: Profile["nodes"][number]["callFrame"]): string {
  const special = SPECIAL[functionName];
  if (special !== undefined) return special;
  if (/^node:internal\/(?:modules|bootstrap|process\/esm_loader)/.test(url)) return "Node.js, loading the program";
  if (url.startsWith("node:")) return OTHER;
  return url.startsWith("file:") ? partOfPath(sourceAt(fileURLToPath(url), lineNumber)) : OTHER;
}

function partOfPath(path: string): string {
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (library !== undefined) return `the library ${library}`;
  const room = /dist\/src\/([^/]+)\//.exec(path)?.[1];
  return room === undefined ? OTHER : `src/${room}`;
}

const sources = new Map<string, readonly (readonly [line: number, path: string])[]>();

/** The file from which a line of a bundle was made: the bundler writes its name before its code. */
function sourceAt(file: string, line: number): string {
  let marks = sources.get(file);
  if (!marks) {
    const lines = readFileSync(file, "utf8").split("\n");
    marks = lines.flatMap((text, index) => {
      const path = /^\/\/ (\S+\.[cm]?js)$/.exec(text)?.[1];
      return path === undefined ? [] : [[index, path] as const];
    });
    sources.set(file, marks);
  }
  return marks.findLast(([from]) => from <= line)?.[1] ?? file;
}
