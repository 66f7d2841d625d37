import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Programs that answer as those of a server do: scripts by name. */
const STAND_INS: Readonly<Record<string, string>> = {
  docker: `case "$*" in
*--hash*) while read -r _; do :; done; echo 'one 1234' ;;
*--services*) echo one ;;
*' config'*) printf '%s\\n' 'name: stand-in' 'services:' '  one:' '    restart: always' ;;
'ps '*) echo 'one|1234|False|abc|running|image|Up 2 seconds' ;;
'inspect '*) printf '%s\\n' 'started abc 0 2026-01-01T00:00:00Z' 'host abc {}' 'mounted /etc/hostname' ;;
'image inspect '*) echo sha256:abc ;;
*' ls '*) echo abc ;;
*) echo "$*" ;;
esac`,
  systemctl: `case "$*" in
show*|"--user show"*) printf '%s\\n' Id=a.service LoadState=loaded UnitFileState=static ActiveState=failed ExecMainPID=7 MainPID=1 FragmentPath=/etc/hostname ;;
is-enabled*|"--user is-enabled"*) echo indirect ;;
*) echo "$*" ;;
esac`,
  journalctl: ":",
  psql: `while read -r _; do :; done; echo '{"role": null, "database": null, "hasOwner": true}'`,
  mariadb: `while read -r _; do :; done; echo answers`,
  rpm: "echo 'jq 1.6-1'",
  dnf: "echo 'jq 1.7-1'",
  "apt-get": ":",
  "dpkg-deb": "echo 'deb jq 1.6'",
  "dpkg-query": `printf '%s\\n' 'installed jq 1.6' 'install jq' 'config-files gone 1'
exit 1`,
  "apt-cache": `case "$*" in
*policy*) printf '%s\\n' 'tree:' '  Installed: (none)' '  Candidate: (none)' '  Version table:' ;;
*showpkg*) printf '%s\\n' 'Reverse Provides:' 'provider 1' ;;
*pkgnames*) echo treee ;;
esac`,
};

/** Tools of this machine that scripts may find besides the stand-ins. */
const OTHERS = ["bash", "env", "find", "getconf", "getent", "setsid", "sh", "timeout"];

/** Folders of programs. */
export interface Programs {
  /** Each program writes its name to `log` when it runs. */
  readonly logged: string;
  readonly log: string;
  readonly plain: string;
  readonly names: readonly string[];
}

/** These tools of this machine, and the stand-ins. */
export function makePrograms(root: string, tools: readonly string[]): Programs {
  const [logged, plain, log] = [join(root, "logged"), join(root, "plain"), join(root, "log")];
  for (const folder of [logged, plain]) mkdirSync(folder);
  const found = [...tools, ...OTHERS].flatMap((name) => {
    const path = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
    return path === "" ? [] : [[name, `exec ${path} "$@"`] as const];
  });
  for (const [name, text] of [...found, ...Object.entries(STAND_INS)]) {
    writeProgram(logged, name, `echo ${name} >>${log}\n${text}`);
    if (text.startsWith("exec /")) symlinkSync(text.split(" ")[1] ?? "", join(plain, name));
    else writeProgram(plain, name, text);
  }
  return { logged, log, plain, names: [...found.map(([name]) => name), ...Object.keys(STAND_INS)] };
}

/** A folder of the same programs in which one is missing, or is killed when it runs. */
export function brokenPrograms({ plain, names }: Programs, broken: string, how: "missing" | "killed"): string {
  const folder = `${plain}-without-${broken}-${how}`;
  if (existsSync(folder)) return folder;
  mkdirSync(folder);
  for (const name of names) if (name !== broken) symlinkSync(join(plain, name), join(folder, name));
  if (how === "killed") writeProgram(folder, broken, "kill -KILL $$");
  return folder;
}

function writeProgram(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}
