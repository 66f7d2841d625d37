import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { normalPath } from "../path/args.ts";
import type { AptArgs } from "./args.ts";
import type { AptState, PackageFile } from "./state.ts";

/** The change that installs a package from a file. */
export function decideDeb(args: AptArgs & { readonly deb: string }, state: AptState, predicted: Predicted): Decision {
  const { deb } = args;
  const unknown = laterFile(deb, predicted);
  if (unknown !== undefined) return { changes: [], result: {}, unpredictable: unknown };
  const file = isRemoved(deb, predicted) ? MISSING : (state.file ?? MISSING);
  if ("problem" in file) return { changes: [], result: {}, fault: unusable(deb, file) };
  const { name, version } = file;
  const later = predicted.get({ kind: "package", name });
  if (later instanceof Unknown) return { changes: [], result: {}, unpredictable: later.reason };
  const now = later === undefined ? state.installed.get(name) : (later ?? undefined);
  const result = { versions: { [name]: version } };
  if (now === version) return { changes: [], result };
  const fault = refusal(args, state, file);
  if (fault && later === undefined) return { changes: [], result: {}, fault };
  const resource = { kind: "package", name } as const;
  const summary = `install ${name} ${version} from ${deb.replace(/\?.*$/, "")}`;
  return { changes: [{ resource, summary, before: now ?? null, after: version }], result };
}

const MISSING = { problem: "missing", details: [] } as const;

/** Whether an earlier task would remove the file. */
function isRemoved(deb: string, predicted: Predicted): boolean {
  return deb.startsWith("/") && predicted.get({ kind: "path", name: normalPath(deb) }) === null;
}

/** Why an earlier task leaves the file's content unknown. */
function laterFile(deb: string, predicted: Predicted): string | undefined {
  if (!deb.startsWith("/")) return undefined;
  const later = predicted.get({ kind: "path", name: normalPath(deb) });
  if (later === undefined || later === null) return undefined;
  return later instanceof Unknown
    ? later.reason
    : `an earlier task would bring ${deb}, and only then is its content known`;
}

function unusable(deb: string, { problem, details }: Extract<PackageFile, { problem: string }>): Fault {
  const path = deb.replace(/\?.*$/, "");
  if (problem === "no-program") {
    const install = "`package: {name: curl}`";
    return systemFault(
      "modules/no-program",
      { program: "curl or wget", what: "fetch the package", install },
      { missing: true },
    );
  }
  return problem === "missing"
    ? systemFault("modules/no-package-file", { path }, { missing: true })
    : systemFault("modules/bad-package-file", { path }, { details, missing: true });
}

function refusal(
  { allow_downgrade, allow_change_held_packages }: AptArgs,
  { installed, held }: AptState,
  { name, version, isOlder }: Exclude<PackageFile, { problem: string }>,
): Fault | undefined {
  const now = installed.get(name);
  if (now === undefined) return undefined;
  if (held.has(name) && allow_change_held_packages !== true)
    return moduleFault("modules/held-package", { name, version: now }, { missing: true });
  return isOlder && allow_downgrade !== true
    ? systemFault("modules/newer-installed", { name, version, now }, { missing: true })
    : undefined;
}
