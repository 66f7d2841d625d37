import { good, type Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import { fields, unexpected, type Fields } from "../lib/script-output.ts";
import { parseSocketAddress, type SocketAddress } from "./sockets.ts";

interface Container {
  readonly name: string;
  /** Its compose project; empty if it belongs to none. */
  readonly project: string;
}

export interface Holder {
  readonly name: string;
  readonly pid: number;
  /** The container it runs in, if docker knows it. */
  readonly container: Container | undefined;
}

interface Listener extends SocketAddress {
  /** Undefined if only root can see it. */
  readonly holder: Holder | undefined;
}

export interface Disk {
  readonly mount: string;
  readonly freeMib: number;
  /** The size of the folder's present content; 0 if it was not measured. */
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
  /** Docker's engine does not answer, so the containers that hold ports are not known. */
  readonly isEngineSilent: boolean;
  /** By the folder's index. */
  readonly disks: ReadonlyMap<number, Disk>;
  /** Why an address is unreachable, by its index; a reachable one has no entry. */
  readonly unreachable: ReadonlyMap<number, string>;
  /** Whether the target has the programs for checking addresses. */
  readonly canReach: boolean;
  /** Values as the kernel writes them: some are not numbers. */
  readonly sysctls: ReadonlyMap<string, string>;
  readonly missingCommands: readonly string[];
}

export function parseHost(answer: Answer): Outcome<HostState> {
  const output = fields(answer.stdout);
  const architecture = output.get("architecture");
  const memory = Number(output.get("memory_kib")) / 1024;
  if (architecture === undefined || !(memory > 0)) return unexpected("the host", answer);
  const limits = output.all("memory_limit").map((bytes) => Number(bytes) / 1024 / 1024);
  const osFamilies = (output.get("os") ?? "").split(" ").filter((name) => name !== "");
  return good({
    memoryMib: Math.floor(Math.min(memory, ...limits.filter((limit) => limit > 0))),
    osFamilies,
    osName: output.get("os_name") ?? (osFamilies[0] || "unknown"),
    architecture,
    listeners: parseListeners(output),
    isEngineSilent: output.get("silent") !== undefined,
    disks: parseDisks(output),
    unreachable: new Map(output.all("reach").flatMap(parseReach)),
    canReach: output.get("no_reach") === undefined,
    sysctls: new Map(output.all("sysctl").map((line) => [wordsOf(line)[0] ?? "", wordsOf(line).slice(1).join(" ")])),
    missingCommands: output.all("lacks"),
  });
}

function wordsOf(line: string): readonly string[] {
  return line.split(/[ \t]/);
}

function parseListeners(output: Fields): readonly Listener[] {
  const containers = new Map(
    output.all("container").map((line) => {
      const [id = "", name = "", project = ""] = wordsOf(line);
      return [id, { name, project }] as const;
    }),
  );
  const holders = new Map<string, Holder>();
  for (const line of output.all("holder")) {
    const [inode = "", pid = "", ...rest] = wordsOf(line);
    const [id = "", ...name] = rest.join(" ").split("/");
    const holder = { name: name.join("/"), pid: Number(pid), container: containers.get(id) };
    // A socket that a process shares with its children belongs to the oldest process.
    if (holder.pid < (holders.get(inode)?.pid ?? Infinity)) holders.set(inode, holder);
  }
  return output.all("socket").map((line) => {
    const [inode = "", local = ""] = wordsOf(line);
    return { ...parseSocketAddress(local), holder: holders.get(inode) };
  });
}

function parseDisks(output: Fields): ReadonlyMap<number, Disk> {
  const kept = new Map(output.all("kept").map((line) => [Number(wordsOf(line)[0]), parseKib(wordsOf(line)[1])]));
  return new Map(
    output.all("disk").map((line) => {
      const [index, free, ...mount] = wordsOf(line);
      const disk = { mount: mount.join(" "), freeMib: parseKib(free), keptMib: kept.get(Number(index)) ?? 0 };
      return [Number(index), disk];
    }),
  );
}

function parseKib(text: string | undefined): number {
  return Math.floor(Number.parseInt(text ?? "", 10) / 1024) || 0;
}

/** A refused connection proves that the address is reachable. After the time limit, `timeout` exits with 124. */
function parseReach(line: string): [number, string][] {
  const [index, code, ...why] = wordsOf(line);
  const reason = code === "124" ? "no answer within 5 seconds" : why.join(" ") || `exit status ${code ?? ""}`;
  return code === "0" || reason === "Connection refused" ? [] : [[Number(index), reason]];
}
