import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { Probe } from "../../module/contract.ts";
import { readProgram, sequence } from "../../module/script.ts";
import { portHolders } from "../lib/port-holders/port-holders.sh.ts";
import { tail, unexpected } from "../lib/script-output.ts";
import type { UnitArgs } from "./args.ts";
import { probe } from "./probe.sh.ts";
import { scope as inScope } from "./scope.sh.ts";
import { QUIET_END, readProperties, UNIT_FILE_STATES, unitName, type Unit, type UnitFileState } from "./unit.ts";
import { noSystemd, scopeOf, type Scope } from "./unit-files.ts";

const PROPERTIES = [
  "Id,LoadState,LoadError,UnitFileState,FragmentPath,DropInPaths,SourcePath,NeedDaemonReload",
  "ActiveState,SubState,Type,RemainAfterExit,Result,ExecMainPID,ExecMainCode,ExecMainStatus,MainPID,NRestarts",
  "CanReload,CanStart,CanStop",
].join(",");

export function probeUnit({ name, state, scope }: UnitArgs): Probe<Unit> {
  const unit = unitName(name);
  const up = state === undefined || state === "stopped" ? "" : "yes";
  return {
    script: sequence([
      readProgram(portHolders),
      readProgram(inScope, { variables: { scope } }),
      readProgram(probe, { variables: { unit, properties: PROPERTIES, up } }),
    ]),
    parse: (answer) => parseUnit(unit, answer),
  };
}

type Get = (property: string) => string;

export function parseUnit(name: string, answer: Answer): Outcome<Unit> {
  const missing = noSystemd(answer.stdout);
  if (missing) return bad(missing);
  const [head = "", ...rest] = answer.stdout.split("\n\n");
  const { get, all } = readProperties(head);
  if (name.includes("@.")) return bad(nameless(name));
  if (get("LoadState") === "") return unexpected(`the unit ${name}`, answer);
  const scope = scopeOf(get);
  return good({
    scope,
    id: get("Id") || name,
    script: get("Script") === "yes",
    ...parseFile(get),
    hidden: hiddenState(get),
    inTheWay: fileInTheWay(get, scope),
    also: all("AlsoEnabled").map((state) => state === "enabled"),
    runtime: all("Runtime").length > 0,
    install: all("Install").length > 0,
    wanted: all("Wanted").length > 0,
    ...parseRun(get),
    status: tail(rest.join("\n\n")),
  });
}

function nameless(name: string) {
  const instance = name.replace("@.", "@NAME.");
  return moduleFault("modules/argument", {
    name: "name",
    problem: `is a template of units: ${name}`,
    write: `Write the name of an instance: ${instance}.`,
  });
}

function parseFile(get: Get) {
  const load = get("LoadState");
  const answered = get("IsEnabled") || get("UnitFileState");
  return {
    exists: load !== "not-found" || isUp(get("ActiveState")),
    fileState: load === "masked" ? "masked" : (UNIT_FILE_STATES.find((state) => state === answered) ?? "not-found"),
    source: get("SourcePath"),
    loadError: ["bad-setting", "error"].includes(load) ? get("LoadError").replace(/^\S+ "(.*)"$/, "$1") || load : "",
    needsReload: get("NeedDaemonReload") === "yes" || get("Unread") === "yes",
    files: [get("FragmentPath"), ...get("DropInPaths").split(" ")].filter((file) => file !== ""),
  } as const;
}

function hiddenState(get: Get): UnitFileState {
  if (get("Hidden") !== "yes") return "not-found";
  if (get("Linked") === "yes") return "enabled";
  return get("Install") === "yes" ? "disabled" : "static";
}

function fileInTheWay(get: Get, { own }: Scope): string {
  const file = get("FragmentPath");
  return get("LoadState") !== "masked" && file.startsWith(`${own}/`) ? file : "";
}

const isUp = (state: string) => ["active", "activating", "reloading", "refreshing"].includes(state);

function parseRun(get: Get) {
  const ticks = get("Ticks");
  return {
    active: isUp(get("ActiveState")),
    restarting: get("SubState").startsWith("auto-restart"),
    failed: get("ActiveState") === "failed",
    lasting: !["", "oneshot"].includes(get("Type")),
    ends: get("Type") === "oneshot" && get("RemainAfterExit") !== "yes",
    ended: howItEnded(get),
    restarts: Number(get("NRestarts") || 0),
    age: ticks === "" ? undefined : Number(ticks) / 100,
    reloadable: get("CanReload") !== "no",
    startable: get("CanStart") !== "no",
    stoppable: get("CanStop") !== "no",
  };
}

const KILLED = ["2", "3"];

/** Its exit status or signal and, if that says more, systemd's name for the reason. */
function howItEnded(get: Get): string {
  const result = get("Result");
  const status = get("ExecMainStatus") || "0";
  const exit = KILLED.includes(get("ExecMainCode")) ? `signal ${status}` : `exit status ${status}`;
  if (["", "0"].includes(get("ExecMainCode")))
    return result === "" || result === "success" ? QUIET_END : `result ${result}`;
  return ["", "success", "exit-code", "signal"].includes(result) ? exit : `${exit}, result ${result}`;
}
