import type { Change } from "../../../model/change.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { type AptArgs, namesOf } from "./args.ts";
import { LATER, LISTS, listsChange, updateNeed, withPredictedSources } from "./lists.ts";
import type { AptState, PlannedStep } from "./state.ts";

/** Where apt keeps downloaded packages. */
const ARCHIVES = { kind: "setting", name: "apt/archives" } as const;

/** What apt-get does with all packages, as words; empty if the task names packages or a file. */
export function wholeStep(args: AptArgs): readonly string[] {
  const purge = args.purge ? ["--purge"] : [];
  const more = [...(args.autoremove ? ["--auto-remove"] : []), ...purge];
  switch (upgradeOf(args)) {
    case "yes":
    case "safe":
      return ["upgrade", "--with-new-pkgs", ...more];
    case "full":
    case "dist":
      return ["dist-upgrade", ...more];
    case "no":
      return args.autoremove && isWithoutNames(args) ? ["autoremove", ...purge] : [];
  }
}

/** Whether the task clears the downloaded packages. */
export function cleansUp(args: AptArgs): boolean {
  return args.autoclean === true && isWithoutNames(args);
}

/** Ansible's playbooks also write `name: "*"` with `state: latest`. */
function upgradeOf({ name, state, upgrade = "no" }: AptArgs): NonNullable<AptArgs["upgrade"]> {
  const isAll = name === "*" || (Array.isArray(name) && name.length === 1 && name[0] === "*");
  return isAll && state === "latest" && upgrade === "no" ? "safe" : upgrade;
}

const isWithoutNames = (args: AptArgs) => args.deb === undefined && namesOf(args).length === 0;

/** Parses the lines of a simulation: `Inst NAME [OLD] (NEW ORIGIN)`, `Remv NAME [OLD]`, `Purg NAME [OLD]`. */
export function parsePlan(lines: readonly string[]): readonly PlannedStep[] {
  return lines.flatMap((line) => {
    const [, verb = "", name = "", before = null, after = null] =
      /^(Inst|Remv|Purg) (\S+)(?: \[(\S+)\])?(?: \((\S+))?/.exec(line) ?? [];
    if (verb === "") return [];
    return [{ name, before, after: verb === "Inst" ? after : null }];
  });
}

/** Changes of packages that the task does not name: upgrades, and the removal of what nothing needs any more. */
export function decidePlan(args: AptArgs, state: AptState, predicted: Predicted): Decision {
  const update = updateNeed(args, withPredictedSources(state, predicted), []);
  const lists = update === "no" ? [] : [listsChange(state)];
  const open = state.plan.filter(({ name, after }) => predicted.get({ kind: "package", name }) !== after);
  const changes = [...lists, ...open.map(stepChange), ...cleanChange(args, state, predicted)];
  const warnings = heldWarnings(args, state);
  const reason = whyUnknown(args, open.length > 0, lists.length > 0, predicted);
  return {
    changes,
    result: {
      versions: Object.fromEntries(open.flatMap(({ name, after }) => (after === null ? [] : [[name, after]]))),
    },
    ...(warnings.length > 0 && { warnings }),
    ...(reason !== undefined && { unpredictable: reason }),
  };
}

function stepChange({ name, before, after }: PlannedStep): Change {
  const verb = after === null ? "remove" : before === null ? "install" : "upgrade";
  return { resource: { kind: "package", name }, summary: `${verb} ${name}`, before, after };
}

function cleanChange(args: AptArgs, { outdated }: AptState, predicted: Predicted): readonly Change[] {
  if (!cleansUp(args) || outdated === 0 || predicted.get(ARCHIVES) !== undefined) return [];
  const files = `${outdated} outdated package${outdated === 1 ? "" : "s"}`;
  return [{ resource: ARCHIVES, summary: `remove ${files} that apt has downloaded`, before: files, after: "clean" }];
}

/** Why apt's plan for the packages as they are now may not be its plan for them as they will be. */
function whyUnknown(args: AptArgs, isOpen: boolean, fetches: boolean, predicted: Predicted): string | undefined {
  if (wholeStep(args).length === 0 && !cleansUp(args)) return undefined;
  if (fetches || predicted.get(LISTS) !== undefined) return LATER.reason;
  if (wholeStep(args).length === 0 || !predicted.any("package", (name) => name !== LISTS.name)) return undefined;
  const canGrow = args.autoremove;
  return isOpen || canGrow
    ? "earlier tasks would change packages, and only apt knows what is to be done after that"
    : undefined;
}

function heldWarnings(args: AptArgs, { held, installed, candidates }: AptState): readonly string[] {
  if (wholeStep(args).length === 0) return [];
  return [...held].flatMap((name) => {
    const [now, newest] = [installed.get(name), candidates.get(name)];
    if (now === undefined || newest === undefined || now === newest) return [];
    return [`${name} is held at version ${now}, so it is not upgraded to ${newest}.`];
  });
}
