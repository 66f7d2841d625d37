import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Predicted } from "../../../module/contract.ts";
import type { ArgSchema } from "../../../module/schema.ts";
import { read, type Script } from "../../../module/script.ts";
import { fields, stepFailed, tail, type Fields } from "../script-output.ts";
import { parentOf } from "./args.ts";

/** How a script goes to a path: by the functions of `src/shell/paths/`. */
export interface Walk {
  /** Follow the symbolic links of other unprivileged users, too. */
  readonly follow_unsafe_links: boolean;
}

export const UNSAFE_LINKS_ARG = {
  type: "boolean",
  description:
    "Go through symbolic links that belong neither to root nor to the task's user, and change files that such users may have linked to the path. Only if you trust these users: root then writes where they choose.",
  default: false,
} as const satisfies ArgSchema;

/** Sets the variable `$unsafe_links` of `enter`. */
export function trust({ follow_unsafe_links }: Walk): Script<"read"> {
  return read`unsafe_links=${follow_unsafe_links ? "yes" : ""}`;
}

/** Sets the variables of `enter` and `change_entry`: `$folder` and `$name` of a normal path, and `$unsafe_links`. */
export function goTo(path: string, walk: Walk): Script<"read"> {
  const { folder, name } = placeOf(path);
  return read`folder=${folder} name=${name}\n${trust(walk)}`;
}

/** Where `enter` goes to and `look` looks for a normal path. */
export function placeOf(path: string): { readonly folder: string; readonly name: string } {
  return { folder: parentOf(path), name: path.slice(path.lastIndexOf("/") + 1) || "." };
}

/** Something that keeps a script from going to a path. */
export interface Obstacle {
  readonly kind: string;
  readonly where: string;
  /** Whose link it is. */
  readonly owner: string;
  /** What programs said about it. */
  readonly details?: readonly string[];
}

/** What `report` of `src/shell/paths/walk.sh` has printed. */
export function parseObstacle(output: Fields): Obstacle | undefined {
  const kind = output.get("obstacle");
  if (!kind) return undefined;
  const where = Buffer.from(output.get("where") ?? "", "base64").toString("utf8");
  return { kind, where, owner: output.get("owner") ?? "" };
}

/** The fault of a path that cannot be reached. An earlier change to the obstacle may fix it. */
export function obstacleFault(
  path: string,
  { kind, where, owner, details = [] }: Obstacle,
  predicted?: Predicted,
): Fault {
  const options = predicted?.get({ kind: "path", name: where }) === undefined ? {} : { missing: true as const };
  switch (kind) {
    case "unsafe-link":
      return moduleFault("modules/unsafe-link", { path, link: where, owner }, options);
    case "hard-links":
      return moduleFault("modules/hard-links", { path: where }, options);
    case "loop":
      return moduleFault("modules/link-loop", { path }, options);
    case "closed":
      return moduleFault("modules/closed-folder", { path, folder: where }, options);
    case "missing":
      return moduleFault("modules/no-parent", { path, parent: where }, { missing: true });
    case "not-folder":
      return moduleFault("modules/parent-not-directory", { path, parent: where }, options);
    default:
      return moduleFault("modules/path-changed", { path, folder: where }, { details });
  }
}

/** The parser for a step that goes to a path and whose success or failure is all that matters. */
export function arrived(path: string, what: string): (answer: Answer) => Outcome<ValueMap> {
  return (answer) => {
    if (answer.exit === 0) return good({});
    const obstacle = parseObstacle(fields(answer.stdout));
    if (!obstacle) return stepFailed(what, answer);
    return bad(obstacleFault(path, { ...obstacle, details: tail(answer.stderr) }));
  };
}

/** Linux's usual limits, in bytes: of a component, and of a path. */
const MOST_BYTES = { name: 255, path: 4095 };

/** The fault of a path that no file system of Linux accepts. */
export function lengthFault(path: string): Fault | undefined {
  const isLong = path.split("/").some((name) => Buffer.byteLength(name) > MOST_BYTES.name);
  return isLong || Buffer.byteLength(path) > MOST_BYTES.path
    ? moduleFault("modules/name-too-long", { path })
    : undefined;
}
