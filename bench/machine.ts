import { cpus, loadavg, release, totalmem } from "node:os";

/** What the figures were measured on. */
export function describeMachine(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  const [load = 0] = loadavg();
  const parts = [
    `${cpus().length} cores (${processor?.model.trim() ?? "unknown"})`,
    `${memory} GiB of memory`,
    `Linux ${release()}`,
    `Node.js ${process.versions.node}`,
    `load ${load.toFixed(1)} at the start`,
  ];
  return parts.join(", ");
}
