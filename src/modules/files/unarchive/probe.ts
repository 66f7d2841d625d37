import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { ArchiveContent, ArchiveMember as Member } from "../../../module/content.ts";
import type { Probe } from "../../../module/contract.ts";
import { read, readProgram } from "../../../module/script.ts";
import { NOTHING_TO_READ } from "../../lib/no-op.ts";
import { normalPath } from "../../lib/path/args.ts";
import { lookUpAccounts, missingAccounts, type MissingAccounts } from "../../lib/path/ownership.ts";
import { parseStat, unreadable, type PathState } from "../../lib/path/state.ts";
import { goTo, parseObstacle, trust, type Obstacle } from "../../lib/path/walk.ts";
import { fields, tail, unexpected, type Fields } from "../../lib/script-output.ts";
import type { UnarchiveArgs } from "./args.ts";
import { nameOf } from "./choice.ts";
import { hostile, parseMember } from "./members.ts";
import { stripped } from "./options.ts";
import { probe } from "./probe.sh.ts";

/** What the destination has under the name of a member, or of a folder above one. */
export interface Found {
  readonly kind: "file" | "directory" | "link" | "other";
  readonly uid: number;
  readonly gid: number;
  readonly owner: string;
  readonly group: string;
  readonly mode: number;
  readonly size: number;
  readonly time: number;
  readonly inode: string;
  /** Whether only root and the task's user may write there. */
  readonly guarded: boolean;
}

export interface ArchiveState {
  readonly created: boolean;
  readonly accounts: MissingAccounts;
  readonly src: PathState;
  readonly obstacle: Obstacle | undefined;
  /** Why the archive cannot be unpacked. */
  readonly fault: Fault | undefined;
  readonly format: string;
  readonly sha256: string;
  readonly members: readonly Member[];
  /** Why the destination cannot be entered: `missing`, `not-folder` and so on. */
  readonly destObstacle: string | undefined;
  readonly found: ReadonlyMap<string, Found>;
  /** Symbolic links that exist, as `NAME -> TARGET`. */
  readonly links: ReadonlySet<string>;
}

export function probeArchive(args: UnarchiveArgs): Probe<ArchiveState> {
  const { src, dest, creates = "" } = args;
  const sent = typeof src === "string" ? undefined : sentArchive(src);
  const folder = typeof src === "string" ? goTo(normalPath(src), args) : trust(args);
  const variables = {
    dest: normalPath(dest),
    strip: stripped(args),
    sent: sent?.format === "tar" ? "cat" : (sent?.format ?? ""),
    names: (sent?.members ?? []).map(({ name }) => name).join("\n"),
  };
  const script = read`${lookUpAccounts(args)}
if [ -n ${creates} ] && { [ -e ${creates} ] || [ -h ${creates} ]; }; then
echo 'created 1'
exit 0
fi
${folder}
${readProgram(probe, { variables })}`;
  if (typeof src === "string") return { script, parse: (answer) => parse(src, answer) };
  return { script: sent ? script : NOTHING_TO_READ, parse: (answer) => parseSent(src, answer) };
}

/** What is in an archive of the project, if it can be read. */
function sentArchive({ archive }: ArchiveContent) {
  return "members" in archive ? archive : undefined;
}

/** An archive of the project, of which the engine has read the members. */
function parseSent(src: ArchiveContent, answer: Answer): Outcome<ArchiveState> {
  const { archive, sha256 } = src;
  const path = nameOf(src);
  if ("problem" in archive) return bad(systemFault("modules/archive-unreadable", { path, problem: archive.problem }));
  const output = fields(answer.stdout);
  if (answer.exit !== 0 || answer.omitted) return unexpected(path, answer);
  const { format, members } = archive;
  const fault = archiveFault(path, output, answer, members);
  return good({ ...foundIn(output), src: { kind: "file" }, obstacle: undefined, fault, format, sha256, members });
}

function foundIn(output: Fields) {
  return {
    created: output.get("created") === "1",
    accounts: missingAccounts(output),
    destObstacle: output.get("dest-obstacle"),
    found: new Map(output.all("found").map((line) => parseFound(line, output.get("user") ?? ""))),
    links: new Set(output.all("link")),
  };
}

function parse(src: string, answer: Answer): Outcome<ArchiveState> {
  const output = fields(answer.stdout);
  const created = output.get("created") === "1";
  const obstacle = parseObstacle(output);
  const stat = created || obstacle ? "absent" : parseStat(output.get("stat"));
  if (answer.exit !== 0 || answer.omitted || !stat) return unexpected(src, answer);
  if (stat === "unreadable") return bad(unreadable(src, answer));
  const members = output.all("member").map(parseMember);
  const known = members.filter((member) => member !== undefined);
  return good({
    ...foundIn(output),
    src: stat,
    obstacle,
    fault: archiveFault(src, output, answer, known),
    format: output.get("format") ?? "",
    sha256: output.get("sha256") ?? "",
    members: known,
  });
}

function archiveFault(path: string, output: Fields, answer: Answer, members: readonly Member[]): Fault | undefined {
  if (output.get("unreadable")) return moduleFault("modules/unreadable", { path }, { details: tail(answer.stderr) });
  const format = output.get("format");
  if (format === "zip" || format === "other") return systemFault("modules/archive-format", { path, format });
  const program = output.get("no-program");
  if (program !== undefined) {
    const install = `\`package: {name: ${PACKAGES[program] ?? program}}\``;
    return systemFault("modules/no-program", { program, what: `unpack ${path}`, install }, { missing: true });
  }
  const strange = output.all("strange");
  const unclear = output.all("member").filter((line) => parseMember(line) === undefined);
  if (strange.length + unclear.length > 0)
    return systemFault("modules/archive-strange", { path }, { details: [...strange, ...unclear].slice(0, 10) });
  const refused = hostile(members);
  return refused && systemFault("modules/archive-refused", { path, ...refused });
}

/** Packages whose names are not those of their programs. */
const PACKAGES: Readonly<Record<string, string>> = { xz: "xz-utils" };

const KINDS: Readonly<Record<string, Found["kind"]>> = { "8": "file", "4": "directory", a: "link" };

function parseFound(line: string, user: string): readonly [string, Found] {
  const [uid = "", gid, raw = "", size, time, inode = "", owner = "", group = "", ...name] = line.split(":");
  const mode = Number.parseInt(raw, 16) & 0o7777;
  const guarded = (uid === "0" || uid === user) && (mode & 0o022) === 0;
  const kind = KINDS[raw.slice(0, -3)] ?? "other";
  const ids = { uid: Number(uid), gid: Number(gid), owner, group };
  return [name.join(":").slice(2), { kind, mode, ...ids, size: Number(size), time: Number(time), inode, guarded }];
}
