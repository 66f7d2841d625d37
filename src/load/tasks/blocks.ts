import type { Loading } from "../loading.ts";
import type { Block, BlockPart, SearchPath, Task } from "../project.ts";
import { blockSchema } from "../schemas/block.ts";
import { validate } from "../validation/validate.ts";
import { validatorOf } from "../validation/validator.ts";
import { child, type MapNode, type Node } from "../yaml/node.ts";
import { inherit, inheritedFrom } from "./inherited.ts";

const validator = validatorOf(blockSchema);
const PARTS = ["block", "rescue", "always"] as const;

/** The entry of a list of tasks if it is a block. */
export function asBlock(node: Node): MapNode | undefined {
  return node.kind === "map" && node.entries.has("block") ? node : undefined;
}

type Load = (list: Node | undefined, search: SearchPath, loading: Loading) => Promise<Task[]>;

/** The tasks of a block in order: its own, those that rescue it, and those that run always. Each knows the blocks around it. */
export async function loadBlock(node: MapNode, search: SearchPath, loading: Loading, load: Load): Promise<Task[]> {
  loading.faults.push(...validate(validator, node, "A block"));
  const inherited = inheritedFrom(node, loading);
  const block: Block = { origin: node.origin };
  const tasks: Task[] = [];
  for (const part of PARTS) {
    const own = await load(child(node, part), search, loading);
    tasks.push(...own.map((task) => inherit(inBlock(task, { block, part }), inherited)));
  }
  return tasks;
}

function inBlock(task: Task, part: BlockPart): Task {
  return { ...task, blocks: [part, ...task.blocks] };
}
