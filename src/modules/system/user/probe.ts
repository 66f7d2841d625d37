import { good, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Probe } from "../../../module/contract.ts";
import { read, readProgram } from "../../../module/script.ts";
import { ENTRY, named, numbered } from "../../lib/accounts/entries.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { normalPath } from "../../lib/path/args.ts";
import { parseObstacle } from "../../lib/path/walk.ts";
import { fields, unexpected, type Fields } from "../../lib/script-output.ts";
import type { UserArgs } from "./args.ts";
import { probe } from "./probe.sh.ts";
import { keyFile } from "./ssh-key.ts";
import type { Account, SshKey, UserState } from "./state.ts";

export function probeUser(args: UserArgs): Probe<UserState> {
  const { name, uid, password = "", home = "", skeleton = "" } = args;
  const variables = {
    name,
    pattern: named(name),
    uid: uid ?? "",
    uid_pattern: uid === undefined ? "" : numbered(uid),
    password,
    desired_home: home,
    skeleton,
    ssh_key: keyFile(args) ?? "",
  };
  const words = desiredGroups(args).flatMap((group) => [
    group,
    isNumber(group) ? numbered(Number(group)) : named(group),
  ]);
  return {
    script: read`${ENTRY}\n${readProgram(probe, { variables, words })}\n${SHOW_ROOT}`,
    parse: (answer) => parse(args, answer),
  };
}

const isNumber = (group: string) => /^\d+$/.test(group);

/** The primary group and the others that the arguments name. */
export function desiredGroups({ group, groups = [] }: Pick<UserArgs, "group" | "groups">): readonly string[] {
  return [...(group === undefined ? [] : [group]), ...groups];
}

function parse({ name }: UserArgs, answer: Answer): Outcome<UserState> {
  const output = fields(answer.stdout);
  const entry = output.get("passwd");
  if (entry === undefined || output.get("base") === undefined) return unexpected(`the user ${name}`, answer);
  const holder = output.get("holder")?.split(":", 1)[0];
  return good({
    account: entry === "" ? undefined : accountOf(entry, output),
    groups: new Map(output.all("known").map(groupOf)),
    ownGroup: ownGroupOf(name, output),
    holder: holder === "" || holder === name ? undefined : holder,
    readable: output.get("shadow") !== "unreadable",
    samePassword: output.get("password") === "same",
    hasHome: output.get("home") === "yes",
    base: output.get("base") ?? "",
    shell: output.all("tool").includes("useradd") ? (output.get("shell") ?? "") : "",
    skeleton: output.all("skeleton"),
    tools: output.all("tool"),
    sshKey: sshKeyOf(output),
    isRoot: isRootBy(output),
  });
}

function sshKeyOf(output: Fields): SshKey | undefined {
  const path = output.get("key-path");
  if (path === undefined) return undefined;
  return {
    path: normalPath(path),
    exists: output.get("key") === "yes",
    hasFolder: output.get("key-folder") === "yes",
    publicKey: output.get("public"),
    hasTool: output.get("keygen") === "yes",
    obstacle: parseObstacle(output),
  };
}

/** An entry of passwd: NAME:x:UID:GID:COMMENT:HOME:SHELL. */
export function accountOf(entry: string, output: Fields): Account {
  const [, , uid, gid = "", comment = "", home = "", shell = ""] = entry.split(":");
  const expires = output.get("expires") ?? "";
  const primary = output.get("primary") ?? "";
  return {
    uid: Number(uid),
    group: primary === "" ? gid : primary,
    groups: output
      .all("group")
      .filter((group) => group !== primary)
      .sort(),
    comment,
    home,
    shell,
    locked: output.get("locked") === "yes",
    hasPassword: output.get("hash") !== "none",
    expires: expires === "" ? null : Number(expires),
  };
}

function groupOf(line: string): readonly [string, string] {
  const [given = "", , name = ""] = line.split(" ");
  return [given, name];
}

/** What becomes of a group with the user's name: whether one exists, whether new users get one, and whether it goes with the user. */
function ownGroupOf(name: string, output: Fields): UserState["ownGroup"] {
  const [, , gid, members = ""] = (output.get("namesake") ?? "").split(":");
  const others = members.split(",").filter((member) => member !== "" && member !== name);
  return {
    exists: gid !== undefined,
    isMade: output.get("own-group") !== "no",
    isRemoved: output.get("own-group") !== "no" && output.get("primary") === name && others.length === 0,
  };
}
