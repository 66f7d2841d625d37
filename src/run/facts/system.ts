import type { Value, ValueMap } from "../../model/value.ts";
import { linesOf, numberOrNull, textOrNull, valuesOf } from "./lines.ts";

/** What systems without a marker of their own run as process 1. */
const BY_INIT: Readonly<Record<string, string>> = {
  systemd: "systemd",
  runit: "runit",
  "runit-init": "runit",
  "s6-svscan": "s6",
  "openrc-init": "openrc",
  init: "sysvinit",
};

/** The facts of system.sh. */
export function parseSystem(stdout: string): ValueMap {
  const value = valuesOf(stdout);
  const init = value("init");
  const uptime = /^\d+/.exec(value("uptime") ?? "")?.[0];
  const [one, five, fifteen] = (value("loadavg") ?? "").split(" ").map(Number);
  const manager = value("pkg_mgr");
  return {
    service_mgr: value("service_mgr") ?? (init === undefined ? null : (BY_INIT[init] ?? init)),
    pkg_mgr: manager === undefined ? null : manager === "apt-get" ? "apt" : manager.replace("-install", ""),
    selinux: selinux(value),
    apparmor: { status: value("apparmor") === "Y" ? "enabled" : "disabled" },
    cmdline: cmdline(value("cmdline") ?? ""),
    uptime_seconds: numberOrNull(uptime),
    loadavg:
      one === undefined || five === undefined || fifteen === undefined
        ? null
        : { "1m": one, "5m": five, "15m": fifteen },
    machine_id: textOrNull(value("machine_id")),
    fips: value("fips") === "1",
    kernel_version: textOrNull(value("kernel_version")),
  };
}

function selinux(value: (name: string) => string | undefined): ValueMap {
  const isEnabled = value("selinux") !== undefined;
  const enforce = value("selinux_enforce");
  return {
    status: isEnabled ? "enabled" : "disabled",
    mode: enforce === undefined ? null : enforce === "1" ? "enforcing" : "permissive",
    config_mode: textOrNull(value("selinux_config_mode")),
    type: textOrNull(value("selinux_type")),
    policyvers: numberOrNull(value("selinux_policyvers")),
  };
}

/** `a=1 quiet a=2`: a word without a value is true, and a repeated one is a list. */
function cmdline(text: string): ValueMap {
  const found = new Map<string, Value[]>();
  for (const word of text.match(/(?:[^\s"]|"[^"]*")+/g) ?? []) {
    const sign = word.indexOf("=");
    const name = sign < 0 ? word : word.slice(0, sign);
    const value = sign < 0 ? true : word.slice(sign + 1).replaceAll('"', "");
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return Object.fromEntries(
    [...found].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? true) : values]),
  );
}

const DMI = [
  ...["bios_date", "bios_vendor", "bios_version", "board_name", "board_vendor", "chassis_type", "chassis_vendor"],
  ...["product_family", "product_name", "product_serial", "product_uuid", "product_version", "sys_vendor"],
];

/** The facts of dmi.sh. */
export function parseDmi(stdout: string): ValueMap {
  const value = valuesOf(stdout);
  return { dmi: Object.fromEntries(DMI.map((name) => [name, textOrNull(value(name))])) };
}

/** The facts of host-keys.sh: the public keys by their types. */
export function parseHostKeys(stdout: string): ValueMap {
  const keys = linesOf(stdout).map(([type, rest]): [string, string] => {
    const short = type
      .replace(/^ssh-/, "")
      .replace(/^ecdsa-.*$/, "ecdsa")
      .replace(/^dss$/, "dsa");
    return [short, `${type} ${rest.split(" ")[0] ?? ""}`];
  });
  return { ssh_host_keys: Object.fromEntries(keys) };
}

const LSB: Readonly<Record<string, string>> = {
  DISTRIB_ID: "id",
  DISTRIB_RELEASE: "release",
  DISTRIB_CODENAME: "codename",
  DISTRIB_DESCRIPTION: "description",
  "Distributor ID": "id",
  Release: "release",
  Codename: "codename",
  Description: "description",
};

/** The facts of lsb.sh: null if the host does not have them. */
export function parseLsb(stdout: string): ValueMap {
  const entries = stdout.split("\n").flatMap((line): [string, string][] => {
    const [, name = "", value = ""] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    const ours = Object.hasOwn(LSB, name) ? LSB[name] : undefined;
    return ours === undefined ? [] : [[ours, value.trim().replace(/^(["'])(.*)\1$/, "$2")]];
  });
  if (entries.length === 0) return { lsb: null };
  const found = new Map(entries);
  const value = (name: string) => textOrNull(found.get(name));
  const named = Object.fromEntries(["id", "release", "codename", "description"].map((name) => [name, value(name)]));
  return { lsb: { ...named, major_release: textOrNull(found.get("release")?.split(".")[0]) } };
}

/** The facts of python.sh: null without a Python. */
export function parsePython(stdout: string): ValueMap {
  const value = valuesOf(stdout);
  const executable = value("executable");
  if (executable === undefined) return { python: null };
  return { python: { executable, version: /^Python (\S+)/.exec(value("version") ?? "")?.[1] ?? null } };
}
