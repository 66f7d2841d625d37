import { AsyncLocalStorage } from "node:async_hooks";
import { lstatSync, readlinkSync, realpathSync, statfsSync, type Stats } from "node:fs";
import path from "node:path";
import { isPrivateGroup, readAccounts, type Accounts, type User } from "./private-group.ts";

/** A file or folder that another unprivileged user can change. */
export interface UnsafePath {
  /** Absolute. */
  readonly path: string;
  /** What is wrong: a clause with the path as its subject. */
  readonly problem: string;
  /** What repairs it. A sticky folder such as /tmp is meant for everybody: what is in it has to move. */
  readonly repair: "chmod o-w" | "chmod go-w" | "chown" | "move";
  /** Its file system shows the same mode for all files, so that `chmod` does not help. */
  readonly withoutModes: boolean;
}

interface Rules {
  /** The project's folder, absolute. */
  readonly root: string;
  /** Besides root: who runs provision and, with sudo, who called it. */
  readonly users: readonly User[];
  /** Use unsafe files, too. */
  readonly allowed: boolean;
  readonly accounts?: Accounts;
}

/** Decides which files may be used, and remembers those that may not. */
export interface Trust extends Rules {
  /** Each path once, in the order of reading. */
  readonly unsafe: ReadonlyMap<string, UnsafePath>;
  /** Looks at a file that was opened, and at the folders and links that lead to it. Returns what is wrong with them. */
  readonly look: (file: string, found: Stats) => readonly UnsafePath[];
  /** Refuses unsafe files from now on. Until then they are only remembered, so that all of them are reported together. */
  settle(): void;
  /** Why an opened file must not be used: a clause. Undefined if it may be. */
  refusal(file: string, found: Stats): string | undefined;
}

const ambient = new AsyncLocalStorage<Trust>();

/** Runs `use`; every file that it opens is looked at. */
export function trusting<T>(trust: Trust, use: () => Promise<T>): Promise<T> {
  return ambient.run(trust, use);
}

/** The trust that the current command runs with. */
export function currentTrust(): Trust | undefined {
  return ambient.getStore();
}

const OTHERS_WRITE = 0o002;
const GROUP_WRITES = 0o020;
const STICKY = 0o1000;
/** As many as the kernel follows. */
const MAX_LINKS = 40;

/** A trust without any file yet. */
export function createTrust(rules: Rules): Trust {
  const unsafe = new Map<string, UnsafePath>();
  const folders = new Map<string, readonly UnsafePath[]>();
  const context = { ...rules, root: real(rules.root), accounts: rules.accounts ?? readAccounts(), folders };
  let settled = false;
  const look = (file: string, found: Stats) => {
    const given = path.resolve(rules.root, file);
    const inside = isInside(given, rules.root);
    const absolute = inside ? path.join(context.root, path.relative(rules.root, given)) : given;
    const all = [...wayProblems(absolute, context), ...problemOf(absolute, found, context)];
    for (const one of all) unsafe.set(one.path, one);
    return all;
  };
  return {
    ...rules,
    root: context.root,
    unsafe,
    look,
    settle: () => void (settled = true),
    refusal(file, found) {
      const [first] = look(file, found);
      return first && settled && !rules.allowed ? `${first.path} ${first.problem}` : undefined;
    },
  };
}

interface Context extends Rules {
  readonly accounts: Accounts;
  /** What is wrong with each folder that was visited. */
  readonly folders: Map<string, readonly UnsafePath[]>;
}

/** What is wrong with the folders and links between the root of the file system and a file, and with those that its links lead through. */
function wayProblems(file: string, context: Context, links = 0): UnsafePath[] {
  const above = path.dirname(file);
  const before = above === file ? [] : folderProblems(above, { context, links, direct: true });
  return [...before, ...linkProblems(file, context, links)];
}

interface Visit {
  readonly context: Context;
  readonly links: number;
  /** The file is in this very folder. */
  readonly direct: boolean;
}

function folderProblems(folder: string, { context, links, direct }: Visit): readonly UnsafePath[] {
  const key = `${folder}\0${direct ? "direct" : ""}`;
  const known = context.folders.get(key);
  if (known) return known;
  const above = path.dirname(folder);
  const before = above === folder ? [] : folderProblems(above, { context, links, direct: false });
  const all = [...before, ...linkProblems(folder, context, links), ...ownProblem(folder, direct, context)];
  context.folders.set(key, all);
  return all;
}

function ownProblem(folder: string, direct: boolean, context: Context): UnsafePath[] {
  const found = lstat(folder);
  if (!found?.isDirectory()) return [];
  if (isInside(folder, context.root)) return problemOf(folder, found, context);
  const sticky = (found.mode & STICKY) !== 0;
  // In a sticky folder, others can add files, which are theirs, but not replace ours.
  if (sticky) return [];
  // Whoever owns a folder further up can exchange what is below, but not for files of ours.
  return direct || found.mode & OTHERS_WRITE ? problemOf(folder, found, context) : [];
}

function linkProblems(file: string, context: Context, links: number): UnsafePath[] {
  const found = lstat(file);
  if (!found?.isSymbolicLink() || links >= MAX_LINKS) return [];
  const target = path.resolve(path.dirname(file), readlinkSync(file));
  const foreign = isOurs(found.uid, context) ? [] : [foreignOwner(file, found, context)];
  const visit = { context, links: links + 1, direct: true };
  const isFolder = lstat(target)?.isDirectory();
  return [...foreign, ...(isFolder ? folderProblems(target, visit) : wayProblems(target, context, links + 1))];
}

function problemOf(file: string, found: Stats, context: Context): UnsafePath[] {
  const { mode, gid } = found;
  const shown = `(mode ${(mode & 0o7777).toString(8).padStart(4, "0")})`;
  const unsafe = () => ({ path: file, withoutModes: hasNoModes(file) });
  if (!isOurs(found.uid, context)) return [foreignOwner(file, found, context)];
  if (mode & OTHERS_WRITE) {
    const group = mode & GROUP_WRITES && !isOwnGroup(gid, context);
    const repair = mode & STICKY && found.isDirectory() ? "move" : group ? "chmod go-w" : "chmod o-w";
    return [{ ...unsafe(), problem: `can be changed by every user ${shown}`, repair }];
  }
  if (mode & GROUP_WRITES && !isOwnGroup(gid, context)) {
    return [{ ...unsafe(), problem: `can be changed by the members of group ${gid} ${shown}`, repair: "chmod go-w" }];
  }
  return [];
}

function foreignOwner(file: string, { uid }: Stats, { accounts }: Context): UnsafePath {
  const name = accounts.passwd.split("\n").find((line) => line.split(":")[2] === String(uid));
  const owner = name ? `${name.split(":")[0] ?? ""} (uid ${uid})` : `another user (uid ${uid})`;
  return { path: file, problem: `belongs to ${owner}`, repair: "chown", withoutModes: hasNoModes(file) };
}

function isOurs(uid: number, { users }: Rules): boolean {
  return uid === 0 || users.some((user) => user.uid === uid);
}

/** The group of root has only root as its member. */
function isOwnGroup(gid: number, { users, accounts }: Context): boolean {
  return gid === 0 || users.some((user) => isPrivateGroup(gid, user, accounts));
}

function isInside(file: string, root: string): boolean {
  return file === root || file.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}

/** File systems that show the same owner and mode for all files (statfs(2)): FAT, exFAT, NTFS, those of Windows and of virtual machines. */
const WITHOUT_MODES: ReadonlySet<number> = new Set([
  0x4d44, 0x2011bab0, 0x5346544e, 0x7366746e, 0x01021997, 0xff534d42, 0xfe534d42, 0x517b, 0x786f4256, 0xbacbacbc,
]);

function hasNoModes(file: string): boolean {
  try {
    return WITHOUT_MODES.has(statfsSync(file).type);
  } catch {
    return false;
  }
}

function lstat(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
