import type { LabServer } from "../../../lab/api.ts";
import { APP, UNITS, type Entry } from "./files.ts";

/** What a server looks like at one moment. */
export interface Snapshot {
  /** Everything in the folders of the project, by path. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** For each path what changes with any write: inode, time of the last change. */
  readonly stamps: ReadonlyMap<string, string>;
  /** What the tasks and handlers of the project noted, in order. */
  readonly journal: readonly string[];
  /** Files and folders of runs in the state folders. */
  readonly state: readonly string[];
  /** The command lines of processes that provision or its tasks have started. */
  readonly processes: readonly string[];
  /** The command lines of all processes. */
  readonly commandLines: string;
  /** Whether the host's lock is free. */
  readonly isLockFree: boolean;
  /** The names of containers, and whether they run. */
  readonly containers: readonly string[];
}

const MARK = "@@@@";

const SCRIPT = `list() {
  find ${APP} ${UNITS} -maxdepth 4 \\( -path '${APP}*' -o -name '*faults-demo*' -o -name '.provision-*' \\) "$@" 2>/dev/null
}
list -printf '%y %#m %u %g %i:%C@ %p\\t%l\\n'
echo ${MARK}
list -type f -print0 | xargs -0r sha256sum
echo ${MARK}
cat /srv/faults/journal
echo ${MARK}
find /var/lib/provision /home/*/.local/state/provision -mindepth 1 2>/dev/null
echo ${MARK}
for process in /proc/[0-9]*; do
  line=$(tr '\\000\\n' '  ' <$process/cmdline 2>/dev/null) && [ -n "$line" ] && echo "\${process#/proc/} $line"
done
echo ${MARK}
flock -n /run/lock true && echo free
echo ${MARK}
command -v docker >/dev/null && docker ps -a --format '{{.Names}} {{.State}}'
true`;

/** Words by which the processes of a run are known: the loop of requests, what keeps the lock, and the commands of the project. */
const OURS = /request_key|of provision, run|provision keeps the lock|\/srv\/faults\/bin\//;

/** Looks at the server, without SSH. */
export async function snapshot(server: LabServer): Promise<Snapshot> {
  const { stdout } = await server.exec(SCRIPT);
  const [found = "", digests = "", journal = "", state = "", processes = "", lock = "", containers = ""] = stdout.split(
    `${MARK}\n`,
  );
  return {
    ...listed(lines(found), new Map(lines(digests).map((line) => [line.slice(66), line.slice(0, 64)]))),
    journal: lines(journal),
    state: lines(state),
    processes: lines(processes).filter((line) => OURS.test(line)),
    commandLines: processes,
    isLockFree: lock === "free\n",
    containers: lines(containers).sort(),
  };
}

function listed(found: readonly string[], digests: ReadonlyMap<string, string>): Pick<Snapshot, "entries" | "stamps"> {
  const entries = new Map<string, Entry>();
  const stamps = new Map<string, string>();
  for (const line of found) {
    const [, type = "", mode = "", owner = "", stamp = "", path = "", target = ""] =
      /^(\S+) (\S+) (\S+ \S+) (\S+) (.*)\t(.*)$/.exec(line) ?? [];
    const content = type === "l" ? target : type === "f" ? (digests.get(path) ?? "gone") : "-";
    entries.set(path, `${type} ${mode.padStart(4, "0")} ${owner} ${content}`);
    stamps.set(path, stamp);
  }
  return { entries, stamps };
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
