import type { Loading } from "../loading.ts";
import { showOrigin } from "../../model/origin.ts";
import type { Block, BlockPart, Include, Inherited, SearchPath, Task, TaskList } from "../project.ts";
import { blockSchema } from "../schemas/block.ts";
import { withRewrites } from "../rewrites/tasks.ts";
import { validate } from "../validation/validate.ts";
import { validatorOf } from "../validation/validator.ts";
import { child, type MapNode, type Node } from "../yaml/node.ts";
import type { Loader } from "./includes.ts";
import { inherit, inheritedFrom } from "./inherited.ts";

const validator = validatorOf(blockSchema);
const PARTS = ["block", "rescue", "always"] as const;

/** The entry of a list of tasks if it is a block. */
export function asBlock(node: Node): MapNode | undefined {
  return node.kind === "map" && node.entries.has("block") ? node : undefined;
}

/**
 * The tasks of a block in order: its own, those that rescue it, and those that run always. Each knows the blocks around it. With a loop,
 * the block becomes one task that includes them.
 */
export async function loadBlock(
  node: MapNode,
  search: SearchPath,
  loading: Loading,
  { load, keys }: Loader,
): Promise<Task[]> {
  loading.faults.push(...(await withRewrites(validate(validator, node, "A block"), node, loading.registry)));
  const inherited = inheritedFrom(node, loading);
  const block: Block = { origin: node.origin };
  const tasks: Task[] = [];
  for (const part of PARTS) {
    const own = await load(child(node, part), search, loading);
    tasks.push(...own.map((task) => inBlock(task, { block, part })));
  }
  if (!child(node, "loop")) return tasks.map((task) => inherit(task, inherited));
  return [looped(node, search, keys(node, loading), { tasks, inherited })];
}

/** A task that includes those of a block for each item of its loop. What the block gives to them is not for itself. */
function looped(
  { origin, entries }: MapNode,
  search: SearchPath,
  own: ReturnType<Loader["keys"]>,
  { tasks, inherited }: { readonly tasks: readonly Task[]; readonly inherited: Inherited },
): Task {
  const list: TaskList = { name: `the block at ${showOrigin(origin)}`, tasks };
  const at = entries.get("block")?.origin ?? origin;
  const include: Include = {
    kind: "block",
    name: { kind: "literal", value: list.name, origin: at },
    isStatic: true,
    isPublic: false,
    isOnce: false,
    folders: [],
    lists: new Map([[list.name, list]]),
    inherited: [inherited],
    vars: { own: undefined, outer: undefined },
  };
  const args = { kind: "map", entries: new Map(), origin: at } as const;
  const inside = { when: [], tags: [], notify: [] };
  return { ...own, ...inside, origin: at, module: "block", args, sources: new Map(), search, blocks: [], include };
}

function inBlock(task: Task, part: BlockPart): Task {
  return { ...task, blocks: [part, ...task.blocks] };
}
