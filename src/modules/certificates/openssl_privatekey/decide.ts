import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { obstacle } from "../../lib/content-file/decide.ts";
import { normalPath } from "../../lib/path/args.ts";
import { accountFault, ownershipChanges, withOwnership } from "../../lib/path/ownership.ts";
import { type PathState, type Present, toValue, withPredicted } from "../../lib/path/state.ts";
import { obstacleFault } from "../../lib/path/walk.ts";
import type { KeyArgs } from "./args.ts";
import { fileArgs, type KeyState } from "./probe.ts";

export function decideKey(args: KeyArgs, state: KeyState, predicted: Predicted): Decision {
  const path = normalPath(args.path);
  const result = { filename: path, type: args.type, ...(args.type === "RSA" && { size: args.size }) };
  const current = withPredicted(state.file.path, predicted, path);
  if (current instanceof Unknown) return { changes: [], result, unpredictable: current.reason };
  const old = typeof current === "object" ? current : undefined;
  if (old && old !== state.file.path) {
    return { changes: [], result, unpredictable: `an earlier task would change ${path}` };
  }
  const fault = pathFault(args, current, state, predicted) ?? (old && keyFault(args, state, path));
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
  return withOwnership<Present>(old ?? { kind: "file", mode: 0o600 }, args);
}

/** A new key's size is not known before. */
function sizeless(file: Present) {
  const { mode, owner, group } = file;
  return toValue({
    kind: "file",
    ...(mode !== undefined && { mode }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
  });
}

function pathFault(args: KeyArgs, current: PathState, { file, hasOpenssl }: KeyState, predicted: Predicted) {
  const path = normalPath(args.path);
  return (
    accountFault(args, file.accounts, predicted) ??
    (file.obstacle && obstacleFault(path, file.obstacle, predicted)) ??
    (typeof current === "object" && current.kind === "link"
      ? systemFault("modules/key-is-link", { path })
      : obstacle(fileArgs(args), path, file, current, predicted)) ??
    (hasOpenssl || predicted.get({ kind: "package", name: "openssl" }) ? undefined : noOpenssl())
  );
}

function noOpenssl(): Fault {
  const parameters = { program: "openssl", what: "make keys", install: "its package is openssl" };
  return systemFault("modules/no-program", parameters, { missing: true });
}

/** A key that cannot be read is never replaced unasked: it may be the only one. */
function keyFault({ force, passphrase }: KeyArgs, { key, hasOpenssl }: KeyState, path: string): Fault | undefined {
  if (force || !hasOpenssl) return undefined;
  if (key === undefined) return systemFault("modules/unread-key", { path, hasPassphrase: passphrase !== undefined });
  return passphrase !== undefined && !key.isEncrypted ? systemFault("modules/plain-key", { path }) : undefined;
}
