import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good } from "../../errors/fault.ts";
import type { Outcome } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { modulePage } from "../module-page.ts";

const fault = faultsOf(cliErrors);

/** The output of `provision doc`: the page of one module, or a line for each. */
export async function doc(name: string | undefined, registry: ModuleRegistry): Promise<Outcome<string>> {
  if (name === undefined) return good(await list(registry));
  const module = registry.names.includes(name) ? await registry.load(name) : undefined;
  if (module) return good(modulePage(module));
  return bad(fault("cli/unknown-module", { name, nearest: nearest(name, registry.names) }));
}

async function list(registry: ModuleRegistry): Promise<string> {
  const width = Math.max(0, ...registry.names.map((name) => name.length));
  const modules = await Promise.all(registry.names.map((name) => registry.load(name)));
  const lines = modules.flatMap((module) => (module ? [`${module.name.padEnd(width)}  ${module.summary}\n`] : []));
  return lines.join("");
}
