import { existsSync, readFileSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { dirname } from "node:path";

/** Facts about this machine before anything is started on it. */
export interface MachineFacts {
  readonly platform: string;
  readonly arch: string;
  readonly freeMemoryMiB: number;
  readonly freeDiskMiB: number;
  /** This machine's IPv4 addresses. */
  readonly addresses: readonly string[];
}

export function readFacts(cache: string): MachineFacts {
  const disk = statfsSync(nearestExisting(cache));
  return {
    platform: process.platform,
    arch: process.arch,
    freeMemoryMiB: freeMemoryMiB(),
    freeDiskMiB: Math.floor((disk.bavail * disk.bsize) / 2 ** 20),
    addresses: Object.values(networkInterfaces()).flatMap((of) => (of ?? []).map((one) => one.address)),
  };
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(dirname(folder));
}

/** The memory that programs can use without swapping, which is more than the unused memory. */
function freeMemoryMiB(): number {
  const file = "/proc/meminfo";
  const kibibytes = existsSync(file) ? /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return Math.floor(Number(kibibytes ?? "0") / 1024);
}

/** Whether something could listen on this port of the loopback address now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
