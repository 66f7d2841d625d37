import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { madeFault, madeFile, sizeless } from "../../lib/openssl/made-file.ts";
import { normalPath } from "../../lib/path/args.ts";
import { ownershipChanges } from "../../lib/path/ownership.ts";
import { type Present, toValue, withPredicted } from "../../lib/path/state.ts";
import type { CsrArgs } from "./args.ts";
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
  const fault = madeFault(args, current, state, predicted, "requests");
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
  const change = {
    resource: { kind: "path", name: path },
    summary: isNew ? `make the request ${path} for ${args.common_name}` : `set ${attributes.join(", ")} of ${path}`,
    before: toValue(current),
    after: isNew ? sizeless(after) : toValue(after),
  } as const;
  return { changes: [change], result };
}

/** The file after the task. */
export function newFile(args: CsrArgs, old: Present | undefined): Present {
  return madeFile(args, old, 0o644);
}

function noKey(path: string): Fault {
  return systemFault("modules/no-request-key", { path }, { missing: true });
}
