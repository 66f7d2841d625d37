import { userInfo } from "node:os";
import path from "node:path";
import type { User } from "../../disk/private-group.ts";
import { createTrust, currentTrust, type Trust, type UnsafePath } from "../../disk/trust.ts";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { quotedWord } from "../../model/quoted-word.ts";
import { faultsOf } from "../../errors/define.ts";
import type { Fault } from "../../errors/fault.ts";
import { isNonEmpty } from "../../model/non-empty.ts";
import type { Io } from "../io.ts";

const fault = faultsOf(cliErrors);

/** At most so many paths are shown, and named in a command. */
const SHOWN = 10;
const NAMED = 4;

/** Whose files a command may use: root's, this user's and, as in git, those of the user who called sudo. */
export function projectTrust({ cwd, env }: Io, allowed: boolean): Trust {
  const { uid, gid, username } = userInfo();
  const [sudoUid, sudoGid] = [Number(env["SUDO_UID"]), Number(env["SUDO_GID"])];
  const caller = { uid: sudoUid, gid: sudoGid, name: env["SUDO_USER"] ?? "" };
  const users: User[] = [{ uid, gid, name: username }];
  if (uid === 0 && sudoUid > 0) users.push(caller);
  return createTrust({ root: cwd, users, allowed });
}

/** The fault that other users can change what has been read so far; undefined if they cannot, or if that is allowed. */
export function unsafeProject(): Fault | undefined {
  const trust = currentTrust();
  const unsafe = [...(trust?.unsafe.values() ?? [])];
  if (!trust || trust.allowed || !isNonEmpty(unsafe)) return undefined;
  const commands = repairs(unsafe, trust);
  const withoutModes = unsafe.every((one) => one.withoutModes);
  const more = unsafe.length > SHOWN ? [`and ${unsafe.length - SHOWN} more`] : [];
  const details = [...unsafe.slice(0, SHOWN).map((one) => shown(one, trust.root)), ...more];
  return fault("cli/unsafe-project", { count: unsafe.length, commands, withoutModes }, { details });
}

/** One warning for everything that other users can change, although that is allowed. */
export function unsafeWarnings(): Fault[] {
  const unsafe = [...(currentTrust()?.unsafe.values() ?? [])];
  const [first] = unsafe;
  if (!first) return [];
  const root = currentTrust()?.root ?? "";
  return [fault("cli/unsafe-project-allowed", { count: unsafe.length, first: shown(first, root) })];
}

function shown({ path: file, problem }: UnsafePath, root: string): string {
  return `${file === root ? file : relative(file, root)} ${problem}`;
}

/** The commands that repair everything. Many paths in the project become the whole project. */
function repairs(unsafe: readonly UnsafePath[], { root, users: [user] }: Trust): string[] {
  const chown = user?.uid === 0 ? "chown" : "sudo chown";
  const kinds = ["chown", "chmod go-w", "chmod o-w"] as const;
  return kinds.flatMap((repair) => {
    const [program, argument] =
      repair === "chown" ? [chown, user?.name ?? "root"] : (repair.split(" ") as [string, string]);
    const paths = unsafe.filter((one) => one.repair === repair).map((one) => relative(one.path, root));
    const outside = paths.filter((file) => path.isAbsolute(file));
    const inside = paths.filter((file) => !path.isAbsolute(file));
    const below = inside.length > NAMED ? ["-R", argument, "."] : [argument, ...inside.map(quotedWord)];
    return [
      ...(outside.length > 0 ? [[program, argument, ...outside.map(quotedWord)].join(" ")] : []),
      ...(inside.length > 0 ? [[program, ...below].join(" ")] : []),
    ];
  });
}

/** The path as seen from the project's folder; absolute if it is outside. */
function relative(file: string, root: string): string {
  const below = path.relative(root, file);
  return below.startsWith("..") || path.isAbsolute(below) ? file : below || ".";
}
