import { join } from "node:path";
import type { Lab } from "../../../lab/api.ts";
import { run } from "../../../lab/machine/process.ts";
import { parseRun, type SiteRun } from "../oracle/results.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");

/** The deployed site, as a trial uses it. */
export interface Bed {
  readonly lab: Lab;
  /** Runs a shell command as root on a server, and returns what it prints. Throws if it fails. */
  on(host: string, command: string): Promise<string>;
  /** Runs the whole site with further arguments. */
  site(...args: readonly string[]): Promise<SiteRun>;
  /** The address of the main server's port. */
  url(port: number): string;
}

/** `args`: those with which the site was deployed, the playbook first. */
export function openBed(lab: Lab, args: readonly string[]): Bed {
  const inventories = lab.inventoryFiles.flatMap((file) => ["-i", file]);
  const program = [process.execPath, join(ROOT, "bin/provision.js"), ...args, ...inventories, "--json"] as const;
  return {
    lab,
    async on(host, command) {
      const { code, stdout, stderr } = await lab.exec(host, command);
      if (code !== 0) throw new Error(`${host}: ${command}: exit ${code}\n${stderr}`);
      return stdout;
    },
    async site(...more) {
      const outcome = await run([...program, ...more], { cwd: ROOT, env: lab.addresses });
      return parseRun(outcome.code, outcome.stdout);
    },
    url: (port) => `http://${lab.hosts[0]?.address ?? ""}:${port}`,
  };
}
