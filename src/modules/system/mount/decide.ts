import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import { isMap } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { normalPath } from "../../lib/path/args.ts";
import { toValue, withPredicted, type PathState } from "../../lib/path/state.ts";
import { textAfter, textChange, type Texts } from "../../lib/small-files/small-files.ts";
import type { Args } from "./args.ts";
import { withEntry, withoutEntry, type Entry } from "./fstab.ts";

export interface State {
  readonly texts: Texts;
  /** What is mounted on the folder; undefined for nothing. */
  readonly mounted: { readonly src: string; readonly fstype: string } | undefined;
  readonly folder: PathState;
  readonly isRoot: boolean;
}

export type Step = "mount" | "remount" | "unmount";

/** The folder, or `none` for a swap area. */
export const pathOf = ({ path }: Args) => (path.startsWith("/") ? normalPath(path) : path);

function entryOf(args: Args): Entry {
  const { src = "", fstype = "", opts, dump, passno } = args;
  return { src, path: pathOf(args), fstype, opts, dump, passno };
}

/** The file's new text; the same if it fits. */
export function newText(args: Args, text: string | undefined): string {
  switch (args.state) {
    case "mounted":
    case "present":
      return withEntry(entryOf(args), text ?? "");
    case "absent":
    case "absent_from_fstab":
      return withoutEntry(entryOf(args), text ?? "");
    case "ephemeral":
    case "unmounted":
    case "remounted":
      return text ?? "";
  }
}

/** What is to be done now, if the entry is new or not. */
export function stepOf({ state }: Args, isMounted: boolean, isNew: boolean): Step | undefined {
  switch (state) {
    case "mounted":
      return isMounted ? (isNew ? "remount" : undefined) : "mount";
    case "ephemeral":
      return isMounted ? undefined : "mount";
    case "remounted":
      return "remount";
    case "unmounted":
    case "absent":
      return isMounted ? "unmount" : undefined;
    case "present":
    case "absent_from_fstab":
      return undefined;
  }
}

export function decide(args: Args, found: State, predicted: Predicted): Decision {
  const path = pathOf(args);
  const fstab = normalPath(args.fstab);
  const result = { path, state: args.state };
  const text = textAfter(fstab, found.texts, predicted);
  if (text instanceof Unknown) return { changes: [], result, unpredictable: text.reason };
  const resource = { kind: "mount", name: path } as const;
  const later = predicted.get(resource);
  if (later instanceof Unknown) return { changes: [], result, unpredictable: later.reason };
  const isMounted = later === undefined ? found.mounted !== undefined : isMap(later);
  const edited = newText(args, text);
  const isNew = edited !== (text ?? "");
  const step = path.startsWith("/") ? stepOf(args, isMounted, isNew) : undefined;
  const fault = faultOf(args, found, isMounted, step !== undefined || isNew);
  if (fault) return { changes: [], result, fault };
  const changes: Change[] = [
    ...(isNew
      ? [
          textChange(
            { path: fstab, text: edited },
            text,
            `${args.state.startsWith("absent") ? `remove ${path} from` : `list ${path} in`} ${fstab}`,
          ),
        ]
      : []),
    ...(step === undefined ? [] : mountChanges(args, step, later === undefined ? (found.mounted ?? null) : later)),
    ...(step === undefined || step === "remount" ? [] : folderChanges(args, step, found, predicted)),
  ];
  return { changes, result };
}

function mountChanges(args: Args, step: Step, before: Change["before"]): readonly Change[] {
  const path = pathOf(args);
  const { src = "", fstype = "", opts } = args;
  const after = step === "unmount" ? null : step === "remount" && src === "" ? before : { src, fstype, opts };
  const what = step === "mount" ? `mount ${src} on ${path}` : `${step} ${path}`;
  return [{ resource: { kind: "mount", name: path }, summary: what, before, after }];
}

/** The folder shows something else afterwards. */
function folderChanges(args: Args, step: Step, { folder }: State, predicted: Predicted): readonly Change[] {
  const path = pathOf(args);
  const resource = { kind: "path", name: path } as const;
  const now = withPredicted(folder, predicted, path);
  const before = now instanceof Unknown ? null : toValue(now);
  if (step === "unmount") {
    const after = new Unknown(`what is below ${path} is known only when nothing is mounted there`);
    return [{ resource, summary: `show what is below ${path}`, before, after }];
  }
  if (args.fstype === "tmpfs")
    return [
      { resource, summary: `hide what is in ${path}`, before, after: null },
      { resource, summary: `show an empty file system in ${path}`, before: null, after: { type: "directory" } },
    ];
  const after = new Unknown(`what ${args.src ?? ""} holds is known only when it is mounted`);
  return [{ resource, summary: `show what ${args.src ?? ""} holds in ${path}`, before, after }];
}

function faultOf(args: Args, { folder, isRoot }: State, isMounted: boolean, changes: boolean): Fault | undefined {
  const path = pathOf(args);
  if (args.state === "remounted" && !isMounted) return systemFault("modules/not-mounted", { path }, { missing: true });
  if (!changes) return undefined;
  if (!isRoot) return systemFault("modules/not-root", { what: "mount file systems" });
  const isFile = typeof folder === "object" && folder.kind !== "directory" && folder.kind !== "file";
  return isFile && stepOf(args, isMounted, false) === "mount"
    ? systemFault("modules/no-mount-point", { path }, { missing: true })
    : undefined;
}
