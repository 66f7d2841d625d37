import { good, type Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import { fields, unexpected, type Fields } from "../lib/script-output.ts";
import { parseSocketAddress, type SocketAddress } from "./sockets.ts";

interface Container {
  readonly name: string;
  /** Its compose project; empty where it belongs to none. */
  readonly project: string;
}

export interface Holder {
  readonly name: string;
  readonly pid: number;
  /** Only where docker knows it. */
  readonly container: Container | undefined;
}

interface Listener extends SocketAddress {
  /** Nothing where only root may see it. */
  readonly holder: Holder | undefined;
}

export interface Disk {
  readonly mount: string;
  readonly freeMib: number;
  /** What the folder itself holds already, where that was looked at. */
  readonly keptMib: number;
}

export interface HostState {
  /** The smaller of the machine's and its control group's. */
  readonly memoryMib: number;
  /** ID and ID_LIKE. */
  readonly osFamilies: readonly string[];
  readonly osName: string;
  readonly architecture: string;
  readonly listeners: readonly Listener[];
  /** By the folder's place. */
  readonly disks: ReadonlyMap<number, Disk>;
  /** Why an address is not reached, by its place; nothing where it is. */
  readonly unreached: ReadonlyMap<number, string>;
  /** False where there is nothing to find out with. */
  readonly canReach: boolean;
  /** As the kernel writes them: some are no number. */
  readonly sysctls: ReadonlyMap<string, string>;
  readonly lacking: readonly string[];
}

export function parseHost(answer: Answer): Outcome<HostState> {
  const said = fields(answer.stdout);
  const architecture = said.get("architecture");
  const memory = Number(said.get("memory_kib")) / 1024;
  if (architecture === undefined || !(memory > 0)) return unexpected("the host", answer);
  const limits = said.all("memory_limit").map((bytes) => Number(bytes) / 1024 / 1024);
  const osFamilies = (said.get("os") ?? "").split(" ").filter((name) => name !== "");
  return good({
    memoryMib: Math.floor(Math.min(memory, ...limits.filter((limit) => limit > 0))),
    osFamilies,
    osName: said.get("os_name") ?? (osFamilies[0] || "unknown"),
    architecture,
    listeners: parseListeners(said),
    disks: parseDisks(said),
    unreached: new Map(said.all("reach").flatMap(parseReach)),
    canReach: said.get("no_reach") === undefined,
    sysctls: new Map(said.all("sysctl").map((line) => [wordsOf(line)[0] ?? "", wordsOf(line).slice(1).join(" ")])),
    lacking: said.all("lacks"),
  });
}

function wordsOf(line: string): readonly string[] {
  return line.split(/[ \t]/);
}

function parseListeners(said: Fields): readonly Listener[] {
  const containers = new Map(
    said.all("container").map((line) => {
      const [id = "", name = "", project = ""] = wordsOf(line);
      return [id, { name, project }] as const;
    }),
  );
  const holders = new Map<string, Holder>();
  for (const line of said.all("holder")) {
    const [inode = "", pid = "", ...rest] = wordsOf(line);
    const [id = "", ...name] = rest.join(" ").split("/");
    const holder = { name: name.join("/"), pid: Number(pid), container: containers.get(id) };
    // A socket that a process has handed on to its children is the eldest's.
    if (holder.pid < (holders.get(inode)?.pid ?? Infinity)) holders.set(inode, holder);
  }
  return said.all("socket").map((line) => {
    const [inode = "", local = ""] = wordsOf(line);
    return { ...parseSocketAddress(local), holder: holders.get(inode) };
  });
}

function parseDisks(said: Fields): ReadonlyMap<number, Disk> {
  const kept = new Map(said.all("kept").map((line) => [Number(wordsOf(line)[0]), parseKib(wordsOf(line)[1])]));
  return new Map(
    said.all("disk").map((line) => {
      const [place, free, ...mount] = wordsOf(line);
      const disk = { mount: mount.join(" "), freeMib: parseKib(free), keptMib: kept.get(Number(place)) ?? 0 };
      return [Number(place), disk];
    }),
  );
}

function parseKib(text: string | undefined): number {
  return Math.floor(Number.parseInt(text ?? "", 10) / 1024) || 0;
}

/** Whoever refuses a connection was reached. `timeout` ends with 124. */
function parseReach(line: string): [number, string][] {
  const [place, code, ...why] = wordsOf(line);
  const reason = code === "124" ? "no answer within 5 seconds" : why.join(" ") || `exit status ${code ?? ""}`;
  return code === "0" || reason === "Connection refused" ? [] : [[Number(place), reason]];
}
