import type { Expression } from "../../language/cel/expression.ts";
import type { MapTree, Tree } from "../../language/tree.ts";
import { conditionsOf } from "../conditions.ts";
import type { Loading } from "../loading.ts";
import type { Block, BlockPart, Named, SearchPath, Task } from "../project.ts";
import { blockSchema } from "../schemas/block.ts";
import { toTree } from "../tree.ts";
import { validate } from "../validation/validate.ts";
import { validatorOf } from "../validation/validator.ts";
import { variablesOf } from "../variables.ts";
import { booleanOf, child, type MapNode, type Node } from "../yaml/node.ts";
import { environmentOf, namedItems, tagsOf } from "./keywords.ts";

const validator = validatorOf(blockSchema);
const PARTS = ["block", "rescue", "always"] as const;

/** What the tasks of a block take over from it. */
interface Inherited {
  readonly when: readonly Expression[];
  readonly tags: readonly string[];
  readonly become: boolean | undefined;
  readonly becomeUser: Tree | undefined;
  readonly environment: MapTree | undefined;
  readonly ignoreErrors: boolean;
  readonly noLog: boolean;
  readonly notify: readonly Named[];
  readonly vars: MapTree | undefined;
}

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
    tasks.push(...own.map((task) => inherit(task, inherited, { block, part })));
  }
  return tasks;
}

function inheritedFrom(node: MapNode, loading: Loading): Inherited {
  const becomeUser = child(node, "become_user");
  return {
    when: conditionsOf(child(node, "when"), loading),
    tags: tagsOf(child(node, "tags")),
    become: booleanOf(child(node, "become")),
    becomeUser: becomeUser && toTree(becomeUser, loading),
    environment: environmentOf(child(node, "environment"), loading),
    ignoreErrors: booleanOf(child(node, "ignore_errors")) ?? false,
    noLog: booleanOf(child(node, "no_log")) ?? false,
    notify: namedItems(child(node, "notify")),
    vars: variablesOf(child(node, "vars"), loading),
  };
}

/** What a task says itself goes first; conditions, tags and notifications add up. */
function inherit(task: Task, from: Inherited, part: BlockPart): Task {
  return {
    ...task,
    blocks: [part, ...task.blocks],
    when: [...from.when, ...task.when],
    tags: [...from.tags, ...task.tags],
    become: task.become ?? from.become,
    becomeUser: task.becomeUser ?? from.becomeUser,
    environment: joined(from.environment, task.environment),
    ignoreErrors: task.ignoreErrors || from.ignoreErrors,
    noLog: task.noLog || from.noLog,
    notify: [...from.notify, ...task.notify],
    vars: joined(from.vars, task.vars),
  };
}

/** The entries of both maps; the inner one's take precedence. */
function joined(outer: MapTree | undefined, inner: MapTree | undefined): MapTree | undefined {
  if (!outer || !inner) return inner ?? outer;
  return { ...inner, entries: new Map([...outer.entries, ...inner.entries]) };
}
