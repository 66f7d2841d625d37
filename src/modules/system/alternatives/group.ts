import { Unknown } from "../../../model/unknown.ts";
import { isMap, type Value } from "../../../model/value.ts";

/** What is known about a generic name. */
export interface LinkGroup {
  readonly link: string;
  readonly status: "auto" | "manual";
  /** What the name stands for. */
  readonly value: string;
  /** The priority of each alternative, by its path. */
  readonly priorities: Readonly<Record<string, number>>;
}

/** Parses the output of `update-alternatives --query`: fields of the name, then paragraphs with one alternative each. */
export function linkGroup(text: string): LinkGroup | undefined {
  const [head = "", ...alternatives] = text.trim().split(/\n\n/);
  const field = (name: string, of: string) => new RegExp(`^${name}: (.*)$`, "m").exec(of)?.[1];
  const link = field("Link", head);
  if (link === undefined) return undefined;
  const pairs = alternatives.map(
    (each) => [field("Alternative", each) ?? "", Number(field("Priority", each))] as const,
  );
  return {
    link,
    status: field("Status", head) === "manual" ? "manual" : "auto",
    value: field("Value", head) ?? "none",
    priorities: Object.fromEntries(pairs),
  };
}

/** Options of update-alternatives that keep the links that follow an alternative, by its path: without them they would be removed. */
export function followers(text: string): ReadonlyMap<string, readonly string[]> {
  const [head = "", ...alternatives] = text.trim().split(/\n\n/);
  const lines = (of: string) =>
    [...of.matchAll(/^ (\S+) (.+)$/gm)].map(([, name = "", path = ""]) => [name, path] as const);
  const links = new Map(lines(head));
  return new Map(
    alternatives.map((each) => [
      /^Alternative: (.*)$/m.exec(each)?.[1] ?? "",
      lines(each).flatMap(([name, path]) => ["--slave", links.get(name) ?? "", name, path]),
    ]),
  );
}

/** The same after the changes that check mode has predicted. */
export function predictedGroup(later: Value | undefined, now: LinkGroup | undefined): LinkGroup | undefined | Unknown {
  if (later === undefined) return now;
  if (later === null) return undefined;
  // Only this module makes such a change.
  return isMap(later) ? (later as unknown as LinkGroup) : new Unknown("the alternatives are not known");
}

interface Wanted {
  readonly path: string;
  readonly link?: string | undefined;
  readonly priority?: number | undefined;
  readonly state: "selected" | "present" | "auto" | "absent";
}

/** What update-alternatives makes of it; undefined: the name has no alternatives. */
export function wantedGroup(
  { path, link, priority, state }: Wanted,
  now: LinkGroup | undefined,
): LinkGroup | undefined {
  if (state === "absent") return now && without(path, now);
  const priorities = { ...now?.priorities, [path]: priority ?? now?.priorities[path] ?? 50 };
  const status = state === "selected" ? "manual" : state === "auto" ? "auto" : (now?.status ?? "auto");
  const value = state === "selected" ? path : status === "manual" && now ? now.value : best(priorities, now?.value);
  return { link: now?.link ?? link ?? "", status, value, priorities };
}

function without(path: string, now: LinkGroup): LinkGroup | undefined {
  if (now.priorities[path] === undefined) return now;
  const priorities = Object.fromEntries(Object.entries(now.priorities).filter(([each]) => each !== path));
  if (Object.keys(priorities).length === 0) return undefined;
  // When the chosen one is removed, the choice is automatic again.
  const status = now.value === path ? "auto" : now.status;
  return { ...now, status, priorities, value: status === "auto" ? best(priorities, now.value) : now.value };
}

/** The alternative with the highest priority; of several, the current one stays. */
function best(priorities: Readonly<Record<string, number>>, current: string | undefined): string {
  const highest = Math.max(...Object.values(priorities));
  const paths = Object.keys(priorities).filter((path) => priorities[path] === highest);
  return paths.find((path) => path === current) ?? paths[0] ?? "none";
}
