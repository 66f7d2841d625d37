import { moduleFault } from "../../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../../errors/fault.ts";
import type { Answer } from "../../../../module/answer.ts";
import type { FolderContent } from "../../../../module/content.ts";
import type { Probe } from "../../../../module/contract.ts";
import { read, readProgram, sequence } from "../../../../module/script.ts";
import { lookUpAccounts, missingAccounts, type MissingAccounts } from "../../path/ownership.ts";
import { parseStat, unreadable, type PathState, type Present } from "../../path/state.ts";
import { lengthFault, parseObstacle, trust, type Obstacle } from "../../path/walk.ts";
import { fields, tail, unexpected, type Fields } from "../../script-output.ts";
import { decodeText, DIFF_LIMIT } from "../probe.ts";
import { probe } from "./probe.sh.ts";
import { inFolder, missingAbove, placesOf, type DesiredTree, type Place } from "./tree.ts";

/** What is on the target where a folder is to be copied to. */
export interface TreeState {
  /** The missing folders above the first one, those above first. */
  readonly missing: readonly string[];
  /** What exists, by path. */
  readonly found: ReadonlyMap<string, PathState>;
  /** Folders in which the user can create no file. */
  readonly locked: ReadonlySet<string>;
  /** Symbolic links to folders. */
  readonly folderLinks: ReadonlySet<string>;
  readonly accounts: MissingAccounts;
  readonly obstacle: Obstacle | undefined;
}

export function probeTree(desired: DesiredTree, folder: FolderContent): Probe<TreeState> {
  const places = placesOf(desired, folder);
  const wanted = [...folder.files.values()].map(({ sha256 }) => ` ${sha256} `).join("");
  const looks = places.map(({ path, files }, index) => read`look_in ${index} ${path} ${[...files.keys()]}`);
  const script = read`${lookUpAccounts(desired)}
${trust(desired)}
${readProgram(probe, { variables: { wanted, limit: DIFF_LIMIT } })}
${sequence(looks)}
echo 'done 1'`;
  return { script, parse: (answer) => parse(desired, places, answer) };
}

function parse({ dest }: DesiredTree, places: readonly Place[], answer: Answer): Outcome<TreeState> {
  const output = fields(answer.stdout);
  const top = places[0]?.path ?? dest;
  const paths = places.flatMap(({ path, files }) => [path, ...[...files.keys()].map((name) => inFolder(path, name))]);
  const fault = paths.map(lengthFault).find((problem) => problem !== undefined);
  if (fault) return bad(fault);
  const obstacle = parseObstacle(output);
  if (answer.omitted || (!obstacle && output.get("done") === undefined)) return unexpected(dest, answer);
  const closed = named(output, "unreadable", places)[0];
  if (closed) return bad(moduleFault("modules/unreadable", { path: closed[0] }, { details: tail(answer.stderr) }));
  const found = foundIn(output, places);
  const unclear = [...found].find(([, state]) => state === "unreadable");
  if (unclear) return bad(unreadable(unclear[0], answer));
  return good({
    missing: missingAbove(top, Number(output.get("depth") ?? 0)),
    found,
    locked: new Set(output.all("locked").map((number) => places[Number(number)]?.path ?? "")),
    folderLinks: new Set(named(output, "folder-link", places).map(([path]) => path)),
    accounts: missingAccounts(output),
    obstacle,
  });
}

/** Lines `KEY NUMBER VALUE ./NAME`: each path, and the value. */
function named(output: Fields, key: string, places: readonly Place[]): readonly (readonly [string, string])[] {
  return output.all(key).flatMap((line) => {
    const [, number = "", value = "", name = ""] = /^(\d+) (?:(\S*) +)?\.\/(.*)$/.exec(line) ?? [];
    const place = places[Number(number)];
    return place && number !== "" ? [[inFolder(place.path, name), value] as const] : [];
  });
}

function foundIn(output: Fields, places: readonly Place[]): ReadonlyMap<string, PathState> {
  const found = new Map<string, PathState>();
  for (const line of output.all("folder")) {
    const space = line.indexOf(" ");
    const state = parseStat(line.slice(space + 1));
    const place = places[Number(line.slice(0, space))];
    if (place && state && state !== "absent") found.set(place.path, state);
  }
  for (const [path, stat] of named(output, "entry", places)) {
    const state = parseStat(stat);
    if (state && !found.has(path)) found.set(path, state);
  }
  for (const [path, bytes] of bytesIn(output, places)) {
    const state = found.get(path);
    if (typeof state === "object") found.set(path, { ...state, ...bytes });
  }
  return found;
}

function* bytesIn(output: Fields, places: readonly Place[]): Generator<readonly [string, Partial<Present>]> {
  for (const line of output.all("sum")) {
    const [, number = "", mark = "", sha256 = "", name = ""] = /^(\d+) (\\?)(\S+) .\.\/(.*)$/.exec(line) ?? [];
    const place = places[Number(number)];
    // With a backslash before the digest, those in the name are doubled.
    const plain = mark === "" ? name : name.replaceAll("\\\\", "\\");
    if (place && number !== "") yield [inFolder(place.path, plain), { sha256 }];
  }
  for (const [path, base64] of named(output, "text", places)) {
    const text = base64 === "" ? "" : decodeText(base64);
    if (text !== undefined) yield [path, { text }];
  }
}
