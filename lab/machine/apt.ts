import { must, run } from "./process.ts";

/** How this machine downloads the packages of a Debian release. */
export interface AptSettings {
  /** Lines of a sources.list. If empty, mmdebstrap uses Debian's public archives. */
  readonly sources: readonly string[];
  /** Lines of an apt.conf: proxies and other settings that a download may need. */
  readonly options: readonly string[];
}

const FORWARDED = /^Acquire::(https?::|Check-|Retries|ForceIPv)/;

/** Hosts and images use the archives and proxies that this machine uses. */
export async function readAptSettings(suite: string): Promise<AptSettings> {
  const format = "$(ORIGIN)|$(LABEL)|$(REPO_URI)";
  const targets = await run(["apt-get", "indextargets", "--format", format, "Created-By: Packages"]);
  const config = await must(["apt-config", "dump", "Acquire"]);
  return { sources: sourcesFrom(targets.stdout, suite), options: optionsFrom(config) };
}

/** `targets`: lines `ORIGIN|LABEL|URI` of the machine's own sources. Only Debian's archives have the suite. */
export function sourcesFrom(targets: string, suite: string): string[] {
  const rows = targets.split("\n").map((line) => line.split("|"));
  const find = (name: string) =>
    rows.find(([origin, label]) => origin === "Debian" && label === name)?.[2]?.replace(/\/$/, "");
  const archive = find("Debian");
  const security = find("Debian-Security");
  return [
    ...(archive === undefined ? [] : [`deb ${archive} ${suite} main`, `deb ${archive} ${suite}-updates main`]),
    ...(archive === undefined || security === undefined ? [] : [`deb ${security} ${suite}-security main`]),
  ];
}

export function optionsFrom(dump: string): string[] {
  return dump.split("\n").filter((line) => FORWARDED.test(line) && !line.endsWith('"";'));
}
