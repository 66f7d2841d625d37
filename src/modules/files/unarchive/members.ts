import type { ArchiveMember as Member } from "../../../module/content.ts";

const TYPES = { "-": "file", d: "directory", l: "link", h: "hard link" } as const;

/** Reads a line of tar's list, as probe.sh prints it. BusyBox shows a hard link as a file with a target. */
export function parseMember(line: string): Member | undefined {
  const found = /^([-dlh])(\S{9}) (\d+) (\S+) (.+)$/.exec(line);
  if (!found) return undefined;
  const [, letter = "-", permissions = "", size, time, shown = ""] = found;
  const arrow = letter === "h" ? " link to " : " -> ";
  const [name = "", ...targets] = letter === "d" ? [shown] : shown.split(arrow);
  const type = letter === "-" && targets.length > 0 ? "hard link" : TYPES[letter as keyof typeof TYPES];
  const isLink = type === "link" || type === "hard link";
  if (targets.length !== (isLink ? 1 : 0)) return undefined;
  return {
    type,
    name: plain(name),
    raw: name,
    mode: modeOf(permissions),
    size: Number(size),
    time: Date.parse(`${time ?? ""}Z`) / 1000,
    target: type === "hard link" ? plain(targets[0] ?? "") : (targets[0] ?? ""),
  };
}

/** Without `./` at the beginning and the slash at the end. */
function plain(name: string): string {
  return name
    .replace(/^(\.\/)+/, "")
    .replace(/^\.$/, "")
    .replace(/(.)\/$/, "$1");
}

/** `rwxr-sr-x` as a number. */
function modeOf(permissions: string): number {
  const bits = Array.from(permissions).reduce((mode, char) => mode * 2 + (/[-ST]/.test(char) ? 0 : 1), 0);
  const special = [2, 5, 8].reduce((mode, at) => mode * 2 + (/[sStT]/.test(permissions[at] ?? "") ? 1 : 0), 0);
  return special * 0o1000 + bits;
}

/** Why an archive with these members is refused: the first member that could reach something outside the destination. */
export function hostile(members: readonly Member[]): { member: string; why: string } | undefined {
  const links = new Set(members.filter(({ type }) => type === "link").map(({ name }) => name));
  const files = new Set(members.filter(({ type }) => type === "file").map(({ name }) => name));
  for (const member of members) {
    const why = problem(member, links, files);
    if (why !== undefined) return { member: member.name || "./", why };
  }
  return undefined;
}

function problem({ type, name, target }: Member, links: ReadonlySet<string>, files: ReadonlySet<string>) {
  const parts = name === "" ? [] : name.split("/");
  if (name.startsWith("/")) return "its name is absolute";
  if (parts.includes("..")) return "its name contains `..`";
  if (parts.some((part) => part === "" || part === ".")) return "its name contains an empty part or `.`";
  if (name === "" && type !== "directory") return "it would replace the destination";
  if (type !== "link" && links.has(name)) return "a symbolic link in the archive has the same name";
  if (parts.some((_, index) => index > 0 && links.has(parts.slice(0, index).join("/"))))
    return "it is below a symbolic link of the archive";
  if (type === "link" && leadsOut(parts.length - 1, target))
    return `it is a symbolic link that may lead out: ${target}`;
  if (type === "hard link" && !files.has(target))
    return `it is a hard link to what is not a file of the archive: ${target}`;
  return undefined;
}

/** `..` may stand only at the beginning, because what comes before another one may be a link. */
function leadsOut(depth: number, target: string): boolean {
  if (target === "" || target.startsWith("/")) return true;
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  const ups = parts.findIndex((part) => part !== "..");
  const leading = ups < 0 ? parts.length : ups;
  return leading > depth || parts.slice(leading).includes("..");
}
