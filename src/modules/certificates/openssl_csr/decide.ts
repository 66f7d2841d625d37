import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { obstacle } from "../../lib/content-file/decide.ts";
import { normalPath } from "../../lib/path/args.ts";
import { accountFault, ownershipChanges, withOwnership } from "../../lib/path/ownership.ts";
import { type PathState, type Present, toValue, withPredicted } from "../../lib/path/state.ts";
import { obstacleFault } from "../../lib/path/walk.ts";
import { fileArgs, type CsrArgs } from "./args.ts";
import type { CsrState } from "./probe.ts";

export function decideCsr(args: CsrArgs, state: CsrState, predicted: Predicted): Decision {
  const path = normalPath(args.path);
  const key = normalPath(args.privatekey_path);
  const result = { filename: path, privatekey: key };
  const current = withPredicted(state.file.path, predicted, path);
  if (current instanceof Unknown) return { changes: [], result, unpredictable: current.reason };
  const old = typeof current === "object" ? current : undefined;
  if (old && old !== state.file.path) {
    return { changes: [], result, unpredictable: `an earlier task would change ${path}` };
  }
  const fault = pathFault(args, current, state, predicted);
  if (fault) return { changes: [], result, fault };
  const keyLater = predicted.get({ kind: "path", name: key }) !== undefined;
  if (old && !args.force && (keyLater || !state.hasOpenssl)) {
    const why = keyLater ? `an earlier task would change ${key}` : `an earlier task would install openssl`;
    return { changes: [], result, unpredictable: why };
  }
  if (state.hasOpenssl && !state.isMade && !keyLater) return { changes: [], result, fault: noKey(key) };
  const isNew = old === undefined || args.force || !state.isSame;
  const after = newFile(args, old);
  const attributes = isNew ? [] : ownershipChanges(old, after);
  if (!isNew && attributes.length === 0) return { changes: [], result };
  const { mode, owner, group } = after;
  const names = { ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) };
  const change = {
    resource: { kind: "path", name: path },
    summary: isNew ? `make the request ${path} for ${args.common_name}` : `set ${attributes.join(", ")} of ${path}`,
    before: toValue(current),
    // A new request's size is not known before.
    after: toValue(isNew ? { kind: "file", ...(mode !== undefined && { mode }), ...names } : after),
  } as const;
  return { changes: [change], result };
}

/** The file after the task. */
export function newFile(args: CsrArgs, old: Present | undefined): Present {
  return withOwnership<Present>(old ?? { kind: "file", mode: 0o644 }, args);
}

function noKey(path: string): Fault {
  return systemFault("modules/no-request-key", { path }, { missing: true });
}

function pathFault(args: CsrArgs, current: PathState, { file, hasOpenssl }: CsrState, predicted: Predicted) {
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
  const parameters = { program: "openssl", what: "make requests", install: "its package is openssl" };
  return systemFault("modules/no-program", parameters, { missing: true });
}
