import type { Scope } from "./unit-files.ts";

/** What `systemctl is-enabled` can answer. */
export const UNIT_FILE_STATES = [
  "enabled",
  "enabled-runtime",
  "linked",
  "linked-runtime",
  "alias",
  "masked",
  "masked-runtime",
  "static",
  "indirect",
  "disabled",
  "generated",
  "transient",
  "bad",
  "not-found",
] as const;

export type UnitFileState = (typeof UNIT_FILE_STATES)[number];

/** What systemctl is told to do. */
export type UnitStep =
  | "daemon-reload"
  | "unmask"
  | "mask"
  | "enable"
  | "disable"
  | "disable --runtime"
  | "start"
  | "stop"
  | "restart"
  | "reload";

/** A unit as systemd describes it. */
export interface Unit {
  readonly scope: Scope;
  /** Its own name, even if the task names an alias. */
  readonly id: string;
  /** Whether systemd knows it: it has a file, or it runs without one. */
  readonly exists: boolean;
  /** Whether there is no unit, but a SysV script that becomes one when systemd reloads its files. */
  readonly script: boolean;
  readonly fileState: UnitFileState;
  /** What the state of a masked unit would be without the mask; `not-found` if there is no file below it. */
  readonly hidden: UnitFileState;
  /** Its own file in the place where a mask would be; empty if there is none. */
  readonly inTheWay: string;
  /** Whether it is enabled until the next boot as well. */
  readonly runtime: boolean;
  /** Whether its file says what to do to enable it. */
  readonly install: boolean;
  /** Whether the units are enabled that are enabled together with it; empty if there are none. */
  readonly also: readonly boolean[];
  /** Whether a generator made it a part of the boot. */
  readonly wanted: boolean;
  /** The file that a generator made it from. */
  readonly source: string;
  /** systemd's reason if it cannot load the unit. */
  readonly loadError: string;
  readonly active: boolean;
  /** Whether systemd waits to start it again after it has ended. */
  readonly restarting: boolean;
  readonly failed: boolean;
  /** Whether it is a service whose process stays, so that it can end soon after its start. */
  readonly lasting: boolean;
  /** Whether it is meant to end: it is then inactive after a successful start. */
  readonly ends: boolean;
  /** How it ended last, in words. */
  readonly ended: string;
  /** How often systemd has restarted it since it was started. */
  readonly restarts: number;
  /** For how many seconds its main process has run. */
  readonly age: number | undefined;
  readonly reloadable: boolean;
  readonly startable: boolean;
  readonly stoppable: boolean;
  /** Whether its files have changed since systemd read them. */
  readonly needsReload: boolean;
  /** The unit file and its drop-ins. */
  readonly files: readonly string[];
  /** The lines of `systemctl status`, if it should run and does not. */
  readonly status: readonly string[];
}

const SUFFIX = /\.(service|socket|timer|target|mount|path|slice|automount|swap|device|scope)$/;

/** How a unit ended whose exit systemd has forgotten. */
export const QUIET_END = "it ended without an error";

/** systemd's rule: a name without a suffix is a service. */
export function unitName(name: string): string {
  return SUFFIX.test(name) ? name : `${name}.service`;
}

export function isMasked({ fileState }: Unit): boolean {
  return fileState === "masked" || fileState === "masked-runtime";
}

/** The unit without its mask: systemd reports the mask as an error, and that the unit cannot be started. */
export function unmasked(unit: Unit): Unit {
  if (!isMasked(unit)) return unit;
  return { ...unit, exists: unit.hidden !== "not-found", fileState: unit.hidden, loadError: "", startable: true };
}

/** A unit that systemd has just read from a new file and that nobody has started. */
export function newUnit(id: string, { install, scope }: { readonly install: boolean; readonly scope: Scope }): Unit {
  return {
    ...{ scope, id, exists: true, script: false, fileState: install ? "disabled" : "static", runtime: false },
    hidden: "not-found",
    inTheWay: "",
    ...{
      install,
      also: [],
      wanted: false,
      source: "",
      loadError: "",
      active: false,
      restarting: false,
      failed: false,
      lasting: true,
      ends: false,
    },
    ...{
      ended: "",
      restarts: 0,
      age: undefined,
      reloadable: true,
      startable: true,
      stoppable: true,
    },
    ...{ needsReload: false, files: [], status: [] },
  };
}

export interface Properties {
  readonly get: (name: string) => string;
  readonly all: (name: string) => readonly string[];
}

/** Reads lines `Name=value` as `systemctl show` prints them. A property that is not there reads as an empty string. */
export function readProperties(shown: string): Properties {
  const pairs = shown.split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
  const all = (name: string) => pairs.flatMap(([key, value = ""]) => (key === name ? [value] : []));
  return { get: (name) => all(name)[0] ?? "", all };
}
