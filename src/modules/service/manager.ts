import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { Apply, Decision, Predicted, Probe } from "../../module/contract.ts";
import { readProgram, sequence, write } from "../../module/script.ts";
import { unexpected, worked } from "../lib/script-output.ts";
import { probeManager as program } from "./probe-manager.sh.ts";
import type { ServiceArgs } from "./args.ts";
import { scope as inScope } from "./scope.sh.ts";
import { readProperties } from "./unit.ts";
import { noSystemd, reloadOf, scopeOf, unitOfFile, type Scope } from "./unit-files.ts";

/** What systemd has read, for a task that names no unit. */
export interface Manager {
  readonly scope: Scope;
  /** The units that systemd has loaded. */
  readonly loaded: ReadonlySet<string>;
  /** Those whose files have changed since, and files that systemd has not read. */
  readonly outdated: readonly string[];
}

export function probeManager({ scope }: ServiceArgs): Probe<Manager> {
  return {
    script: sequence([readProgram(inScope, { variables: { scope } }), readProgram(program)]),
    parse: parseManager,
  };
}

function parseManager(answer: Answer): Outcome<Manager> {
  const missing = noSystemd(answer.stdout);
  if (missing) return bad(missing);
  const blocks = answer.stdout.split("\n\n").map((block) => block.split("\n"));
  const values = (key: string, lines: readonly string[]) =>
    lines.flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
  const loaded = new Set(blocks.flatMap((lines) => values("Id", lines)));
  if (loaded.size === 0) return unexpected("the units that systemd has loaded", answer);
  const changed = blocks.flatMap((lines) => (lines.includes("NeedDaemonReload=yes") ? values("Id", lines) : []));
  const scope = scopeOf(readProperties(answer.stdout).get);
  return good({ scope, loaded, outdated: [...changed, ...blocks.flatMap((lines) => values("Unread", lines))] });
}

/** Makes systemd read its files again if some differ from what it has read. */
export function decideReload({ scope, loaded, outdated }: Manager, predicted: Predicted): Decision {
  const reload = reloadOf(scope);
  const isReloaded = predicted.get(reload) !== undefined;
  const isLater = predicted.any("path", (path) => isLoaded(unitOfFile(path, scope), loaded), reload);
  if (!isLater && (outdated.length === 0 || isReloaded)) return { changes: [], result: {} };
  const before = outdated.length > 0 && !isReloaded ? outdated.join(", ") : "older than files of earlier tasks";
  return {
    changes: [{ resource: reload, summary: "make systemd reload its files", before, after: "read" }],
    result: {},
  };
}

/** Whether systemd has loaded the unit, or an instance of the template. */
function isLoaded(unit: string | undefined, loaded: ReadonlySet<string>): boolean {
  if (unit === undefined) return false;
  const [, prefix, suffix = ""] = /^(.*@)(\..+)$/.exec(unit) ?? [];
  if (prefix === undefined) return loaded.has(unit);
  return [...loaded].some((each) => each.startsWith(prefix) && each.endsWith(suffix));
}

export function applyReload({ scope }: ServiceArgs): Apply {
  return {
    script: write`${readProgram(inScope, { variables: { scope } })}\nask_systemd daemon-reload || exit`,
    parse: worked("make systemd reload its files"),
  };
}
