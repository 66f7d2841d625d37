import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Predicted } from "../../../module/contract.ts";
import { write, type Script } from "../../../module/script.ts";
import { normalPath, parentOf } from "../../lib/path/args.ts";
import { setOwnership } from "../../lib/path/ownership.ts";
import { toValue, withPredicted } from "../../lib/path/state.ts";
import { obstacleFault } from "../../lib/path/walk.ts";
import { fingerprint, parsePublic, showPublic } from "../../lib/ssh-keys/keys.ts";
import { makePair, putPair } from "../../lib/ssh-keys/pair.ts";
import type { UserArgs } from "./args.ts";
import type { Account, UserState } from "./state.ts";

const LATER = new Unknown("the key is made on the target");

/** The file of the user's private key, as it is given or as Ansible names it. */
export function keyFile({ generate_ssh_key, ssh_key_type, ssh_key_file }: UserArgs): string | undefined {
  return generate_ssh_key ? (ssh_key_file ?? `.ssh/id_${ssh_key_type}`) : undefined;
}

function keyPath(args: UserArgs, { home }: Account): string | Unknown | undefined {
  const file = keyFile(args);
  if (file === undefined || file.startsWith("/")) return file && normalPath(file);
  return home instanceof Unknown ? home : normalPath(`${home}/${file}`);
}

/** What is to be done about the user's key. */
export interface KeyDecision {
  readonly changes: readonly Change[];
  readonly result: ValueMap;
  readonly fault?: Fault | undefined;
  readonly unpredictable?: string;
}

/** A key that is there stays as it is. `made` are the changes to the home folder. */
export function decideKey(
  args: UserArgs,
  desired: Account,
  found: UserState,
  predicted: Predicted,
  made: readonly Change[],
): KeyDecision {
  const path = keyPath(args, desired);
  if (path === undefined) return { changes: [], result: {} };
  if (path instanceof Unknown) return { changes: [], result: {}, unpredictable: path.reason };
  const key = found.sshKey;
  const now = withPredicted(key?.path === path && key.exists ? { kind: "file" } : "absent", predicted, path);
  if (now instanceof Unknown) return { changes: [], result: {}, unpredictable: now.reason };
  const result = { ssh_key_file: path, ssh_public_key: LATER, ssh_fingerprint: LATER };
  const isLater = predicted.get({ kind: "path", name: path }) !== undefined;
  if (now !== "absent")
    return { changes: [], result: isLater ? result : { ssh_key_file: path, ...keyResult(key?.publicKey) } };
  const fault = faultOf(path, desired, found, predicted, made);
  if (fault) return { changes: [], result, fault };
  const parent = parentOf(path);
  const change = (name: string, type: "file" | "directory", mode: number): Change => ({
    resource: { kind: "path", name },
    summary: type === "file" ? `make the key ${name}` : `make the folder ${name}`,
    before: null,
    after: toValue({ kind: type, mode, owner: args.name }),
  });
  const hasFolder = key?.path === path && key.hasFolder;
  const folder = made.some(({ resource }) => resource.name === parent)
    ? { kind: "directory" }
    : withPredicted(hasFolder ? { kind: "directory" } : "absent", predicted, parent);
  return {
    changes: [
      ...(folder === "absent" ? [change(parent, "directory", 0o700)] : []),
      change(path, "file", 0o600),
      change(`${path}.pub`, "file", 0o644),
    ],
    result,
  };
}

function faultOf(
  path: string,
  { home }: Account,
  found: UserState,
  predicted: Predicted,
  made: readonly Change[],
): Fault | undefined {
  const install = "the package is called `openssh-client` on Debian and `openssh-keygen` on Alpine";
  if (!found.sshKey?.hasTool)
    return systemFault("modules/no-program", { program: "ssh-keygen", what: "make keys", install }, { missing: true });
  if (found.sshKey.obstacle) return obstacleFault(path, found.sshKey.obstacle, predicted);
  if (typeof home !== "string" || !path.startsWith(`${home}/`)) return undefined;
  const isMade = made.some(({ resource }) => resource.kind === "path" && resource.name === home);
  const hasHome =
    isMade || withPredicted(found.hasHome ? { kind: "directory" } : "absent", predicted, home) !== "absent";
  return hasHome ? undefined : moduleFault("modules/no-parent", { path, parent: home }, { missing: true });
}

/** The fields of the result that a public key has. */
export function keyResult(line: string | undefined): ValueMap {
  const key = parsePublic(line ?? "");
  return key ? { ssh_public_key: showPublic(key), ssh_fingerprint: fingerprint(key) } : {};
}

/** Makes the key and its folder, and gives them to the user. */
export function makeKey(args: UserArgs, changes: readonly Change[], desired: Account): readonly Script<"write">[] {
  const path = keyPath(args, desired);
  if (typeof path !== "string" || !changes.some(({ resource }) => resource.name === path)) return [];
  const { name, ssh_key_type: type, ssh_key_bits: bits, ssh_key_comment: comment } = args;
  const parent = parentOf(path);
  const owner = `${name}:`;
  const make = write`make_folders ${parent}
${setOwnership({ mode: 0o700, owner })}
file=.
set_attributes || fail 'The folder of the key cannot be given to the user.'`;
  const isNew = changes.some(({ resource }) => resource.name === parent && resource.kind === "path");
  return [
    write`unsafe_links= name=${path.slice(path.lastIndexOf("/") + 1)}
${makePair({ type, bits, comment })}
${isNew ? make : write`enter ${parent} || refuse\nunmoved || refuse`}
${putPair(owner)}
cd /`,
  ];
}
