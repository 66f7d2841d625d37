import type { Play, Playbook, RoleUse, Task } from "../load/project.ts";
import { staticLabel } from "./label.ts";

/** What a key means. */
export interface HandlerName {
  /** The project's name; missing in keys that are used within a project, and in those that hosts stored before projects had one. */
  readonly project?: string;
  /** The playbook's file; undefined in keys that version 0.1.0 wrote before it distinguished playbooks. */
  readonly playbook: string | undefined;
  readonly play: string;
  readonly role: string | null;
  readonly handler: string;
}

/** A handler of a play: of a role, or the play's own. */
interface HandlerOfPlay {
  readonly task: Task;
  readonly role: RoleUse | undefined;
}

/**
 * The keys of a play's handlers: the playbook's file, the play, the role and the handler, in ASCII characters without slashes and
 * blanks. Whatever has the same name in the same place is numbered: two unnamed plays of a playbook on the same hosts, or a role that a
 * play uses twice.
 */
export function handlerKeys<T extends HandlerOfPlay>(
  playbook: Playbook,
  play: Play,
  handlers: readonly T[],
): ReadonlyMap<T, string> {
  const plays = numbered(playbook.plays, ({ name }) => encode(name));
  const entries = new Set(handlers.flatMap(({ role }) => role ?? []));
  const uses = numbered([...entries], ({ role }) => encode(role.name));
  const prefix = `${encode(playbook.file)}@${plays.get(play) ?? ""}`;
  return numbered(handlers, ({ task, role }) => {
    const label = task.name === undefined && task.listen[0] !== undefined ? task.listen[0] : staticLabel(task);
    return `${prefix}@${role ? (uses.get(role) ?? "") : ""}@${encode(label)}`;
  });
}

/** The key under which hosts remember a handler: the project, then its key within the project. */
export function keyOnHosts(project: string, key: string): string {
  return `${encode(project)}@${key}`;
}

/** The key of a handler within its project. */
export function keyInProject(keyOnHosts: string): string {
  return keyOnHosts.split("@").slice(-4).join("@");
}

/** Names for things: from the second thing with a name on, they get a number. */
function numbered<T>(things: readonly T[], nameOf: (thing: T) => string): ReadonlyMap<T, string> {
  const counts = new Map<string, number>();
  const names = things.map((thing): [T, string] => {
    const name = nameOf(thing);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return [thing, count === 1 ? name : `${name}#${count}`];
  });
  return new Map(names);
}

/** Half of a surrogate pair has no encoding. */
function encode(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\uFFFD"));
}

/** Reads a key; undefined if the text is not a key. */
export function handlerName(key: string): HandlerName | undefined {
  if (!/^[\w.!~*'()%#-]*(@[\w.!~*'()%#-]*){2,4}$/.test(key)) return undefined;
  try {
    const parts = key.split("@").map((part) => decodeURIComponent(part.replace(/#\d+$/, "")));
    const [handler = "", role = "", play = "", playbook, project] = parts.toReversed();
    return { ...(project !== undefined && { project }), playbook, play, role: role === "" ? null : role, handler };
  } catch {
    return undefined;
  }
}
