import type { ValueMap } from "../../model/value.ts";

/** What the probe printed. */
export interface Packages {
  /** Lists of packages by name. */
  readonly packages: ValueMap;
  /** The package managers that the host has. */
  readonly managers: readonly string[];
  readonly failed: { readonly what: string; readonly exit: number } | undefined;
}

type Read = (line: string) => Package | undefined;
type Package = Readonly<Record<string, string | null>> & { readonly name: string };

/** One line of each package manager's output as a package. */
const READ: Readonly<Record<string, Read>> = {
  apt: (line) => {
    const [status, name = "", version = "", arch = ""] = line.split("\t");
    return status === "installed" ? { name, version, arch } : undefined;
  },
  rpm: (line) => {
    const [name = "", version, release = "", epoch = "", arch = ""] = line.split("\t");
    return version === undefined
      ? undefined
      : { name, version, release, epoch: epoch === "(none)" ? null : epoch, arch: arch === "(none)" ? null : arch };
  },
  // busybox-1.37.0-r12 x86_64 {busybox} (GPL-2.0-only) [installed]
  apk: (line) => {
    const [, name, version = "", arch = ""] = /^(\S+)-(\d[^\s-]*-r\d+) (\S+) .*\[installed/.exec(line) ?? [];
    return name === undefined ? undefined : { name, version, arch };
  },
  pacman: (line) => {
    const [name = "", version] = line.split(" ");
    return version === undefined ? undefined : { name, version };
  },
};

export function parsePackages(stdout: string): Packages {
  const managers: string[] = [];
  const packages = new Map<string, Package[]>();
  let failed: Packages["failed"];
  for (const line of stdout.split("\n")) {
    const [, manager] = /^manager (\w+)$/.exec(line) ?? [];
    const [, failing, exit] = /^failed (\w+) (\d+)$/.exec(line) ?? [];
    if (manager !== undefined) managers.push(manager);
    else if (failing !== undefined) failed ??= { what: `list the packages of ${failing}`, exit: Number(exit) };
    else {
      const source = managers.at(-1) ?? "";
      const found = Object.hasOwn(READ, source) ? READ[source]?.(line) : undefined;
      if (found) packages.set(found.name, [...(packages.get(found.name) ?? []), { ...found, source }]);
    }
  }
  return { packages: Object.fromEntries([...packages].sort()), managers, failed };
}
