import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Tools that a host may have instead of GNU coreutils and dash. */
export interface Variant {
  readonly name: string;
  /** The programs of this machine, by the name that they have on the host. */
  readonly programs: () => Readonly<Record<string, string>>;
  /** No other programs are found. */
  readonly alone?: true;
  /** An option that `sh` is always started with. */
  readonly shellOption?: string;
}

const RUST_COREUTILS = "/usr/lib/cargo/bin/coreutils";

export const VARIANTS: readonly Variant[] = [
  { name: "Rust coreutils", programs: () => linksTo(RUST_COREUTILS) },
  // The module host_check needs bash to reach other hosts, openssh_keypair and git_config what they are about. Debian's BusyBox has no flock; that of Alpine has.
  {
    name: "BusyBox",
    programs: () => ({
      flock: "/usr/bin/flock",
      ...applets("/bin/busybox"),
      bash: "/bin/bash",
      "ssh-keygen": "/usr/bin/ssh-keygen",
      git: "/usr/bin/git",
    }),
    alone: true,
  },
  { name: "dash and mawk", programs: () => ({ sh: "/bin/dash", awk: "/usr/bin/mawk" }) },
  { name: "bash and gawk", programs: () => ({ sh: "/bin/bash", awk: "/usr/bin/gawk" }) },
  { name: "bash --posix", programs: () => ({ sh: "/bin/bash" }), shellOption: "--posix" },
  { name: "mksh", programs: () => ({ sh: "/bin/mksh" }) },
];

/** A folder with the variant's programs, and the PATH that a host with them has. */
export interface Installed {
  readonly path: string;
  remove(): void;
}

export function install({ programs, alone, shellOption }: Variant): Installed {
  const folder = mkdtempSync(join(tmpdir(), "provision-variant-"));
  for (const [name, program] of Object.entries(programs())) {
    if (name !== "sh" || shellOption === undefined) symlinkSync(program, join(folder, name));
    else writeFileSync(join(folder, name), `#!/bin/sh\nexec ${program} ${shellOption} "$@"\n`, { mode: 0o755 });
  }
  return {
    path: alone ? folder : `${folder}:/usr/local/bin:/usr/bin:/bin`,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function linksTo(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, join(folder, name)]));
}

function applets(busybox: string): Record<string, string> {
  const names = execFileSync(busybox, ["--list"], { encoding: "utf8" }).trim().split("\n");
  return Object.fromEntries(names.map((name) => [name, busybox]));
}
