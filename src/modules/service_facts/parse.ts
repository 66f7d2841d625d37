import type { ValueMap } from "../../model/value.ts";

type Service = Readonly<Record<"name" | "state" | "status" | "source", string>>;

/** What the probe printed: the services by name, or the exit status of a systemctl that did not answer. */
export function parseServices(stdout: string): { readonly services: ValueMap; readonly failed: number | undefined } {
  const services = new Map<string, Service>();
  let failed: number | undefined;
  for (const line of stdout.split("\n")) {
    const [word, name = "", ...rest] = line.split(/ +/);
    if (word === "failed") failed = Number(name);
    if (word === "list-units") services.set(name, unitOf(name, rest));
    if (word === "list-unit-files") {
      services.set(name, { ...(services.get(name) ?? unitOf(name, [])), status: rest[0] ?? "unknown" });
    }
    if (word === "script") services.set(name, scriptOf(name, rest));
  }
  return { services: Object.fromEntries([...services].sort()), failed };
}

/** A unit of systemd that has no file has no status: only its own state says whether it exists. */
function unitOf(name: string, [load, active, sub]: readonly string[]): Service {
  const state = active === "failed" ? "failed" : sub === "running" ? "running" : "stopped";
  const status = load === "not-found" || load === "masked" ? load : "unknown";
  return { name, state, status, source: "systemd" };
}

const STATES: Readonly<Record<string, string>> = { yes: "running", no: "stopped" };

function scriptOf(name: string, [started = "", enabled]: readonly string[]): Service {
  const source = started === "unknown" ? "sysv" : "openrc";
  return { name, state: STATES[started] ?? "unknown", status: enabled === "yes" ? "enabled" : "disabled", source };
}
