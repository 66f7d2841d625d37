import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { normalPath, parentOf } from "../../lib/path/args.ts";
import { toValue, withPredicted } from "../../lib/path/state.ts";
import { obstacleFault } from "../../lib/path/walk.ts";
import type { KeypairArgs } from "./args.ts";
import { BITS, fingerprint, kindOf, showPublic, type PublicKey } from "../../lib/ssh-keys/keys.ts";
import type { KeypairState } from "./probe.ts";

const LATER = new Unknown("the key is made on the target");

/** What is to be done: a new pair, a new public key for the private one, or nothing. */
export type Plan = { readonly is: "new" | "remove" | "nothing" } | { readonly is: "public"; readonly key: PublicKey };

export function decideKeypair(args: KeypairArgs, found: KeypairState, predicted: Predicted): Decision {
  const path = normalPath(args.path);
  const { type, size = BITS[type] } = args;
  const result = { filename: path, type, size };
  const misused = sizeFault(args);
  if (misused) return { changes: [], result, fault: misused };
  const later = [path, `${path}.pub`].find((name) => withPredicted("absent", predicted, name) !== "absent");
  if (later !== undefined) return { changes: [], result, unpredictable: `an earlier task would write ${later}` };
  const fault = faultOf(args, path, found, predicted);
  if (fault) return { changes: [], result, fault };
  const plan = planOf(args, found);
  const changes = changesOf(plan, path, found);
  if (args.state === "absent") return { changes, result: { filename: path } };
  const key = plan.is === "public" ? plan.key : found.key;
  if (plan.is === "new" || !key)
    return { changes, result: { ...result, public_key: LATER, fingerprint: LATER, comment: args.comment ?? LATER } };
  const { comment } = key;
  return { changes, result: { ...result, public_key: showPublic(key), fingerprint: fingerprint(key), comment } };
}

export function planOf(args: KeypairArgs, { exists, key, written }: KeypairState): Plan {
  if (args.state === "absent") return { is: exists || written !== undefined ? "remove" : "nothing" };
  if (args.force || !key || !fits(args, key)) return { is: "new" };
  const wanted = { ...key, comment: args.comment ?? (written?.blob === key.blob ? written.comment : key.comment) };
  return written && showPublic(written) === showPublic(wanted) ? { is: "nothing" } : { is: "public", key: wanted };
}

function fits({ type, size = BITS[type] }: KeypairArgs, key: PublicKey): boolean {
  const now = kindOf(key);
  return now.type === type && (type === "ed25519" || now.bits === size);
}

function sizeFault({ type, size }: KeypairArgs): Fault | undefined {
  const isOdd =
    size !== undefined && (type === "ecdsa" ? ![256, 384, 521].includes(size) : type === "rsa" && size < 1024);
  const write = type === "ecdsa" ? "Write 256, 384 or 521." : "Write 2048 or more.";
  return isOdd
    ? moduleFault("modules/argument", { name: "size", problem: `does not fit to a key of ${type}`, write })
    : undefined;
}

function faultOf(args: KeypairArgs, path: string, found: KeypairState, predicted: Predicted): Fault | undefined {
  const { obstacle, isOther, exists, key, hasTool } = found;
  if (obstacle && !(args.state === "absent" && obstacle.kind === "missing")) {
    const parent = predicted.get({ kind: "path", name: parentOf(path) });
    if (obstacle.kind !== "missing" || parent === undefined) return obstacleFault(path, obstacle, predicted);
  }
  if (isOther) return moduleFault("modules/other-type", { path, actual: "folder, link or device", desired: "file" });
  if (args.state === "absent") return undefined;
  const install = "the package is called `openssh-client` on Debian and `openssh-keygen` on Alpine";
  if (!hasTool)
    return systemFault("modules/no-program", { program: "ssh-keygen", what: "make keys", install }, { missing: true });
  return exists && !key && !args.force ? systemFault("modules/unusable-key", { path }) : undefined;
}

function changesOf(plan: Plan, path: string, { exists, written }: KeypairState): readonly Change[] {
  const change = (name: string, what: string, before: boolean, after: Change["after"]): Change => ({
    resource: { kind: "path", name },
    summary: `${what} ${name}`,
    before: before ? toValue({ kind: "file" }) : null,
    after,
  });
  const file = (mode: number) => toValue({ kind: "file", mode });
  const pub = `${path}.pub`;
  switch (plan.is) {
    case "nothing":
      return [];
    case "remove":
      return [
        ...(exists ? [change(path, "remove", true, null)] : []),
        ...(written ? [change(pub, "remove", true, null)] : []),
      ];
    case "public":
      return [
        change(pub, "write", written !== undefined, toValue({ kind: "file", text: `${showPublic(plan.key)}\n` })),
      ];
    case "new":
      return [
        change(path, exists ? "replace the key" : "make the key", exists, file(0o600)),
        change(pub, "write", written !== undefined, file(0o644)),
      ];
  }
}
