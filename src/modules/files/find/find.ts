import { fileFault } from "../../../errors/catalogue/files.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import { shellModule, type Decision, type Predicted } from "../../../module/contract.ts";
import { readProgram } from "../../../module/script.ts";
import { NOTHING_TO_WRITE } from "../../lib/no-op.ts";
import { ancestorsOf, normalPath } from "../../lib/path/args.ts";
import { fields, unexpected } from "../../lib/script-output.ts";
import { FIND_ARGS, type FindArgs } from "./args.ts";
import { chosen, parseEntry, shownEntry, type Entry } from "./entries.ts";
import { probe } from "./probe.sh.ts";

/** How many entries the result has at most: they travel in one answer. */
const MOST = 8000;

interface Found {
  readonly entries: readonly Entry[];
  readonly examined: number;
  readonly now: number;
  readonly warnings: readonly string[];
}

export const find = shellModule({
  name: "find",
  summary: "Finds files below folders by name, type, age, size or content, and changes nothing.",
  notes: [
    "At most 8000 entries are found. Names with line breaks are left out, with a warning, as is a folder that does not exist.",
    "In check mode the result is unknown if earlier tasks would change something in one of the folders.",
  ],
  args: FIND_ARGS,
  returns: {
    files:
      "What was found, each with `path`, `mode`, `isreg`, `isdir`, `islnk`, `size`, `atime`, `mtime`, `ctime`, `uid`, `gid`, `pw_name`, `gr_name`, `inode` and `nlink`, sorted by path.",
    matched: "How many were found.",
    examined: "How many were looked at.",
  },
  examples: [
    { title: "Find old logs", args: { paths: ["/var/log/app"], patterns: ["*.log.*"], age: "30d" } },
    { title: "Find the folders of releases", args: { paths: ["/opt/app/releases"], file_type: "directory" } },
  ],
  probe: (args) => ({ script: readProgram(probe, inputOf(args)), parse }),
  decide,
  apply: () => ({ script: NOTHING_TO_WRITE }),
});

function inputOf({ paths, recurse, depth, hidden, file_type, contains, follow }: FindArgs) {
  const variables = {
    links: follow ? "-L" : "-P",
    depth: recurse ? (depth ?? 10_000) : 1,
    hidden: hidden ? "yes" : "",
    kind: file_type === "any" ? "" : file_type.charAt(0),
    contains: contains === undefined || file_type !== "file" ? "" : `^(${contains})`,
    most: MOST + 10,
  };
  return { variables, words: [...new Set(paths.map(normalPath))] };
}

function parse(answer: Answer): Outcome<Found> {
  const output = fields(answer.stdout);
  const [now, examined] = [output.get("now"), output.get("examined")];
  const lines = output.all("entry");
  if (answer.omitted || lines.length > MOST) return bad(fileFault("modules/too-many-found", { most: MOST }));
  if (now === undefined || examined === undefined) return unexpected("the folders", answer);
  const warnings = [
    ...output.all("missing").map((path) => `${path} is not a folder, so nothing was found in it.`),
    ...output.all("closed").map((path) => `Not everything in ${path} may be listed by this user.`),
    ...(output.all("odd").length > 0 ? ["Names with line breaks were left out."] : []),
  ];
  return good({ entries: lines.flatMap(parseEntry), examined: Number(examined), now: Number(now), warnings });
}

function decide(args: FindArgs, { entries, examined, now, warnings }: Found, predicted: Predicted): Decision {
  const changed = changedBelow(args.paths.map(normalPath), predicted);
  if (changed !== undefined) return { changes: [], result: {}, unpredictable: `earlier tasks would change ${changed}` };
  const files = entries.filter((entry) => chosen(args, entry, now)).sort(byPath);
  const result: ValueMap = { files: files.map(shownEntry), matched: files.length, examined };
  return { changes: [], result, ...(warnings.length > 0 && { warnings }) };
}

const byPath = (one: Entry, other: Entry) => (one.path < other.path ? -1 : 1);

/** What earlier tasks would change in one of the folders, or of those above them. */
function changedBelow(paths: readonly string[], predicted: Predicted): string | undefined {
  let changed: string | undefined;
  predicted.any("path", (name) => {
    const isBelow = paths.some((path) => name === path || name.startsWith(path === "/" ? "/" : `${path}/`));
    const isAbove = paths.some((path) => ancestorsOf(path).includes(name));
    if (isBelow || isAbove) changed = name;
    return isBelow || isAbove;
  });
  return changed;
}
