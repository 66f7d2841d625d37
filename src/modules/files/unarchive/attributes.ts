import type { ArchiveMember as Member } from "../../../module/content.ts";
import { sequence, write, type Script } from "../../../module/script.ts";
import { chmodMode } from "../../lib/path/args.ts";
import { modeFrom } from "../../lib/path/mode.ts";
import type { UnarchiveArgs } from "./args.ts";
import { choosesMembers } from "./choice.ts";

/** The permissions that a member gets. */
export function modeOf({ mode }: UnarchiveArgs, member: Member): number {
  return (mode === undefined ? undefined : modeFrom(mode, member.mode, member.type === "directory")) ?? member.mode;
}

/** How many names one command gets. */
const BATCH = 500;

/** Sets permissions, then owners, what is deeper first: a folder that gets another owner is that user's from then on. */
export function setAttributes(args: UnarchiveArgs, members: readonly Member[]): Script<"write"> {
  const depth = ({ name }: Member) => (name === "" ? 0 : name.split("/").length);
  const deepest = members.toSorted((one, other) => depth(other) - depth(one));
  return sequence([setModes(args, deepest), setOwners(args, deepest)]);
}

function setModes(args: UnarchiveArgs, members: readonly Member[]): Script<"write"> {
  const byMode = new Map<number, Member[]>();
  for (const member of members.filter((each) => isSet(args, each))) {
    const mode = modeOf(args, member);
    const same = byMode.get(mode);
    if (same) same.push(member);
    else byMode.set(mode, [member]);
  }
  const commands = [...byMode].flatMap(([mode, all]) =>
    batches(all).map((names) => write`chmod -- ${chmodMode(mode)} ${names} || give_up 'Modes cannot be set.'`),
  );
  return sequence(commands);
}

/** Whether tar does not set a member's permissions itself: it makes folders that are not on its list, of which something is left out. */
function isSet(args: UnarchiveArgs, { type }: Member): boolean {
  return type === "directory"
    ? args.mode !== undefined || choosesMembers(args)
    : type === "file" && args.mode !== undefined;
}

function setOwners({ owner = "", group = "" }: UnarchiveArgs, members: readonly Member[]): Script<"write"> {
  const spec = group === "" ? owner : `${owner}:${group}`;
  if (spec === "") return write`:`;
  return sequence(
    batches(members).map((names) => write`chown -h -- ${spec} ${names} || give_up 'Owners cannot be set.'`),
  );
}

function batches(members: readonly Member[]): readonly (readonly string[])[] {
  const names = members.map(({ name }) => `./${name}`);
  return Array.from({ length: Math.ceil(names.length / BATCH) }, (_, index) =>
    names.slice(index * BATCH, (index + 1) * BATCH),
  );
}
