import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { madeFault, madeFile, sizeless } from "../../lib/openssl/made-file.ts";
import { normalPath } from "../../lib/path/args.ts";
import { ownershipChanges } from "../../lib/path/ownership.ts";
import { type Present, toValue, withPredicted } from "../../lib/path/state.ts";
import type { KeyArgs } from "./args.ts";
import type { KeyState } from "./probe.ts";

export function decideKey(args: KeyArgs, state: KeyState, predicted: Predicted): Decision {
  const path = normalPath(args.path);
  const result = { filename: path, type: args.type, ...(args.type === "RSA" && { size: args.size }) };
  const current = withPredicted(state.file.path, predicted, path);
  if (current instanceof Unknown) return { changes: [], result, unpredictable: current.reason };
  const old = typeof current === "object" ? current : undefined;
  if (old && old !== state.file.path) {
    return { changes: [], result, unpredictable: `an earlier task would change ${path}` };
  }
  const fault = madeFault(args, current, state, predicted, "keys") ?? (old && keyFault(args, state, path));
  if (fault) return { changes: [], result, fault };
  if (old && !state.hasOpenssl && !args.force) {
    return {
      changes: [],
      result,
      unpredictable: `only openssl, which an earlier task would install, can read ${path}`,
    };
  }
  const isNew = old === undefined || args.force || state.key?.kind !== kindOf(args);
  const after = newFile(args, old);
  const attributes = isNew ? [] : ownershipChanges(old, after);
  if (!isNew && attributes.length === 0) return { changes: [], result };
  const change = {
    resource: { kind: "path", name: path },
    summary: isNew ? `make the ${kindOf(args)} key ${path}` : `set ${attributes.join(", ")} of ${path}`,
    before: toValue(current),
    after: isNew ? sizeless(after) : toValue(after),
  } as const;
  return { changes: [change], result };
}

/** The kind of key, as the probe names it. */
export function kindOf({ type, size, curve }: KeyArgs): string {
  if (type === "RSA") return `RSA ${size}`;
  return type === "ECC" ? `ECC ${curve ?? ""}` : type;
}

/** The file after the task. */
export function newFile(args: KeyArgs, old: Present | undefined): Present {
  return madeFile(args, old, 0o600);
}

/** A key that cannot be read is never replaced unasked: it may be the only one. */
function keyFault({ force, passphrase }: KeyArgs, { key, hasOpenssl }: KeyState, path: string): Fault | undefined {
  if (force || !hasOpenssl) return undefined;
  if (key === undefined) return systemFault("modules/unread-key", { path, hasPassphrase: passphrase !== undefined });
  return passphrase !== undefined && !key.isEncrypted ? systemFault("modules/plain-key", { path }) : undefined;
}
