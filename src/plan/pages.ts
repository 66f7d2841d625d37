import type { LoadedProject } from "../inventory/load-project.ts";
import type { Host } from "../model/host.ts";
import { declaredOn, textAt } from "./declared.ts";
import type { Plan } from "./plan.ts";

/** A page for people, as a role declares it by `page` at one of its ports. */
export interface Page {
  /** As shown: `Flink`. */
  readonly name: string;
  readonly host: Host;
  /** Where it listens, as the host sees it. */
  readonly address: string;
  readonly port: number;
}

/**
 * The pages that the roles declare for the hosts of the plan. Of a page that is declared at several ports of a host, the last one counts:
 * a role lists the one with the most rights last, which only the host itself can reach.
 */
export function pagesOf(loaded: LoadedProject, plan: Plan): Page[] {
  const pages = new Map<string, Page>();
  for (const { host, entries } of declaredOn(loaded, plan)) {
    for (const entry of entries) {
      const [name, port] = [textAt(entry, "page"), Number(textAt(entry, "port"))];
      if (entry.list !== "ports" || name === "" || !Number.isInteger(port) || port <= 0) continue;
      pages.set(`${host.name} ${name}`, { name, host, address: textAt(entry, "address") || "127.0.0.1", port });
    }
  }
  return [...pages.values()];
}
