import { posix } from "node:path";
import { FILES, FOLDERS } from "./tracked-files.ts";

/** Paths that the build writes and git ignores. */
const BUILT = [
  ".build",
  "coverage",
  "files/flink-page/page.mjs",
  "files/health/health.mjs",
  "files/proof/proof.mjs",
  "files/runtime-processing/target/*",
  "files/sensors/sensors.mjs",
  "src/**/*.sh.ts",
];
const ALL = [...FILES, ...FOLDERS];
const KNOWN = new Set(ALL);
/** A word in capitals is a placeholder: `src/services/NAME/`. */
const PLACEHOLDER =
  /(?<![A-Za-z])[A-Z][A-Z_]+(?![A-Za-z.])|(?<![A-Za-z])(?!README|CHANGELOG|CONTRIBUTING|LICENSE)[A-Z][A-Z_]+(?=\.)/g;

/** Whether the repository, or its build, has a path relative to the root. Globs and placeholders need one match. */
export function exists(path: string): boolean {
  const plain = compiledFrom(posix.normalize(path).replace(/\/$/, ""));
  if (plain === "." || KNOWN.has(plain)) return true;
  const pattern = globPattern(plain.replace(PLACEHOLDER, "*"));
  return (
    ALL.some((known) => pattern.test(known)) || BUILT.some((glob) => glob === plain || globPattern(glob).test(plain))
  );
}

/** Whether a path that a file names exists, seen from the file's folder or from a folder around it. */
export function existsSeenFrom(file: string, path: string): boolean {
  const starts = path.startsWith(".") && !path.startsWith(".ci") ? startsOf(file).slice(0, 1) : startsOf(file);
  return starts.some((start) => exists(posix.join(start, path)));
}

/** Whether some file ends with a path, in whatever folder. */
export function existsSomewhere(path: string): boolean {
  const pattern = globPattern(`**/${path.replace(PLACEHOLDER, "*")}`);
  return FILES.some((file) => pattern.test(file));
}

function startsOf(file: string): string[] {
  const folder = posix.dirname(file);
  return folder === "." ? ["."] : [folder, ...startsOf(folder)];
}

/** The source of a compiled file. */
function compiledFrom(path: string): string {
  if (/^dist\/types(?:\/|$)/.test(path)) return path.replace("dist/types", "src").replace(/\.d\.ts$/, ".ts");
  return path === "dist"
    ? "."
    : path.replace(/^dist\/(.*?)(\.js)?$/, (_, inner: string, js?: string) => inner + (js ? ".ts" : ""));
}

function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\{([^}]*)\}|[.+^$()|[\]\\?]/g, (token, choices?: string) => {
    if (token === "**/") return "(?:.*/)?";
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    if (choices !== undefined)
      return `(?:${choices.replaceAll(",", "|").replaceAll("*", "[^/]*").replaceAll(".", "\\.")})`;
    return `\\${token}`;
  });
  return new RegExp(`^${source}$`);
}
