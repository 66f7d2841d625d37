import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Module, ModuleRegistry } from "../../module/contract.ts";
import { booleanOf, child, type MapNode } from "../yaml/node.ts";

/** What is wrong with the keywords of a task that only some modules allow. */
export async function keywordFaults(node: MapNode, module: Module, registry: ModuleRegistry): Promise<Fault[]> {
  const reads = booleanOf(child(node, "check_mode")) === false;
  const async = node.entries.get("async");
  const faults: Fault[] = [];
  if (reads && !(module.kind === "shell" && module.asRead)) {
    const origin = node.entries.get("check_mode")?.origin;
    faults.push(loadFault("load/not-a-read", { module: module.name }, { origin }));
  }
  if (async && !isAble(module)) {
    const able = await namesOfAble(registry);
    faults.push(loadFault("load/not-in-background", { module: module.name, able }, async));
  } else if (async && reads) {
    faults.push(loadFault("load/background-read", {}, async));
  }
  return faults;
}

async function namesOfAble(registry: ModuleRegistry): Promise<readonly string[]> {
  const modules = await Promise.all(registry.names.map((name) => registry.load(name)));
  return modules.flatMap((module) => (module && isAble(module) ? [module.name] : []));
}

/** Whether the module's changes can be made in the background. */
function isAble(module: Module): boolean {
  return module.kind === "shell" && module.background === true;
}
