import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { normalPath } from "../../lib/path/args.ts";
import { textAfter, type Texts } from "../../lib/small-files/small-files.ts";
import { type Args, venvOf } from "./args.ts";
import { namesOf, requirementOf, requirementsIn, type Requirement } from "./requirement.ts";
import { fulfils } from "./version.ts";

export interface State {
  /** The versions of the installed packages, by name. */
  readonly installed: ReadonlyMap<string, string>;
  /** The newest version of those that have a newer one, by name. */
  readonly newest: ReadonlyMap<string, string>;
  readonly hasPip: boolean;
  /** Whether the virtual environment exists. */
  readonly hasVenv: boolean;
  /** Whether the distribution manages this Python's packages. */
  readonly isManaged: boolean;
  readonly texts: Texts;
}

/** What the task requires; undefined if only pip can tell. */
export function wanted(args: Args, text: string | undefined): readonly Requirement[] | undefined {
  if (args.requirements !== undefined) return requirementsIn(text ?? "");
  const { version } = args;
  const all = namesOf(args.name).map((name) => requirementOf(version === undefined ? name : `${name}==${version}`));
  return args.editable ? undefined : all;
}

export function decide(args: Args, state: State, predicted: Predicted): Decision {
  const venv = venvOf(args);
  const result = { name: namesOf(args.name), ...(venv !== undefined && { virtualenv: venv }), state: args.state };
  const fault = argumentFault(args);
  if (fault) return { changes: [], result, fault };
  const text =
    args.requirements === undefined ? undefined : textAfter(normalPath(args.requirements), state.texts, predicted);
  if (text instanceof Unknown) return { changes: [], result, unpredictable: text.reason };
  if (args.requirements !== undefined && text === undefined)
    return {
      changes: [],
      result,
      fault: systemFault("modules/no-requirements", { path: args.requirements }, { missing: true }),
    };
  const requirements = wanted(args, text);
  const venvChanges = newVenv(args, state, predicted);
  const packages = requirements?.map((each) => packageChange(args, each, state, predicted));
  const isUnclear = packages === undefined || packages.includes("unknown");
  const made = (packages ?? []).flatMap((each) => (typeof each === "object" ? [each] : []));
  const vague: readonly Change[] = isUnclear
    ? [{ resource: { kind: "setting", name: `pip/${venv ?? ""}` }, summary: "run pip", before: null, after: LATER }]
    : [];
  const changes = [...venvChanges, ...made, ...vague];
  if (changes.length === 0) return { changes, result };
  const refused = refusal(args, state, venvChanges.length > 0);
  if (refused) return { changes: [], result, fault: refused };
  const files = venv === undefined || args.state === "absent" ? [] : [filesIn(`${venv}/bin`), filesIn(`${venv}/lib`)];
  const unclear = isUnclear && venvChanges.length === 0 && made.length === 0;
  return { changes: [...changes, ...files], result, ...(unclear && { unpredictable: LATER.reason }) };
}

const LATER = new Unknown("only pip knows whether it has something to do");

function filesIn(path: string): Change {
  const after = new Unknown("only pip knows which files it brings");
  return { resource: { kind: "path", name: path }, summary: `change files in ${path}`, before: null, after };
}

function argumentFault(args: Args): Fault | undefined {
  const names = namesOf(args.name);
  const odd = names.find((name) => name === "" || name.startsWith("-") || name.includes("\n"));
  if (odd !== undefined) return systemFault("modules/python-package", { name: odd });
  return args.version !== undefined && (names.length !== 1 || requirementOf(names[0] ?? "").specifier !== "")
    ? systemFault("modules/python-version", {})
    : undefined;
}

function newVenv(args: Args, { hasVenv }: State, predicted: Predicted): readonly Change[] {
  const venv = venvOf(args);
  if (venv === undefined || hasVenv || args.state === "absent") return [];
  const resource = { kind: "path", name: venv } as const;
  const setting = { kind: "setting", name: `venv/${venv}` } as const;
  if (predicted.get(setting) !== undefined) return [];
  return [
    { resource, summary: `make the folder ${venv}`, before: null, after: { type: "directory" } },
    { resource: setting, summary: `make the virtual environment ${venv}`, before: null, after: "present" },
  ];
}

function packageChange(
  args: Args,
  { name, specifier, text }: Requirement,
  { installed, newest }: State,
  predicted: Predicted,
): Change | "fits" | "unknown" {
  if (name === undefined) return "unknown";
  const resource = { kind: "setting", name: `pip/${venvOf(args) ?? ""}/${name}` } as const;
  const later = predicted.get(resource);
  if (later instanceof Unknown) return args.state === "present" && specifier === "" ? "fits" : "unknown";
  const now = later === undefined ? installed.get(name) : typeof later === "string" ? later : undefined;
  const version = /^===?\s*([^,*]+)$/.exec(specifier)?.[1];
  const after = version ?? new Unknown("pip chooses the version");
  if (args.state === "absent")
    return now === undefined ? "fits" : { resource, summary: `remove ${name}`, before: now, after: null };
  if (args.state === "forcereinstall") return { resource, summary: `install ${text} anew`, before: now ?? null, after };
  if (now === undefined) return { resource, summary: `install ${text}`, before: null, after };
  const fits = specifier === "" ? true : fulfils(now, specifier);
  if (fits === undefined) return "unknown";
  const target = newest.get(name);
  if (fits && (args.state === "present" || target === undefined)) return "fits";
  if (fits && specifier !== "")
    return fulfils(target ?? "", specifier) === false
      ? "unknown"
      : { resource, summary: `upgrade ${name}`, before: now, after };
  return {
    resource,
    summary: `${fits ? "upgrade" : "change"} ${text}`,
    before: now,
    after: fits ? (target ?? after) : after,
  };
}

function refusal(args: Args, { hasPip, isManaged }: State, makesVenv: boolean): Fault | undefined {
  const install = "`package: {name: python3-pip}`, and python3-venv for virtual environments";
  if (!hasPip && !makesVenv && venvOf(args) === undefined)
    return systemFault(
      "modules/no-program",
      { program: args.executable ?? "pip", what: "install packages of Python", install },
      { missing: true },
    );
  const isAllowed = args.break_system_packages || args.extra_args.includes("--break-system-packages");
  return isManaged && !isAllowed ? systemFault("modules/managed-python", {}) : undefined;
}
