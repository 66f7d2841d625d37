import { extend, type LayeredScope, type Variable } from "../language/scope.ts";
import type { Block, BlockPart } from "../load/project.ts";
import type { Value } from "../model/value.ts";
import type { PlannedTask } from "../plan/plan.ts";

/** A task that failed in a block, for the tasks that rescue it. */
export interface Failure {
  /** The task's name as events show it. */
  readonly name: string;
  readonly module: string;
  /** What `register` would keep. */
  readonly result: Value;
}

/** A task that runs; in check mode, with the reason why it may not. */
interface Due {
  readonly doubt?: string;
}

/** An include, and the blocks of the list that it is in. */
interface Outer {
  readonly blocks: Blocks;
  readonly include: PlannedTask;
}

/** What has happened in a block on one host. */
interface Progress {
  /** Whether the host came to it, and with which doubt; undefined if it was left out because of an earlier failure. */
  readonly entry: Due | undefined;
  /** The parts in which a task has failed. */
  readonly failed: Set<BlockPart["part"]>;
  failure: Failure | undefined;
  /** In check mode: a task of the block that may fail in a real run. */
  doubtful: string | undefined;
}

/**
 * Which tasks of a list run on one host, given what has failed: a failure in a block skips the rest of it, and is rescued by its part
 * `rescue`; without one, it is also a failure of what contains the block. `always` runs whatever has failed.
 */
export class Blocks {
  readonly #progress = new Map<Block, Progress>();
  readonly #rescuing: ReadonlySet<Block>;
  readonly #failedTasks = new Set<PlannedTask>();
  readonly #outer: Outer | undefined;
  #failure: Failure | undefined;

  /** @param outer the include that runs the tasks */
  constructor(tasks: readonly PlannedTask[], outer?: Outer) {
    this.#outer = outer;
    const parts = tasks.flatMap(({ task }) => task.blocks);
    this.#rescuing = new Set(parts.flatMap(({ block, part }) => (part === "rescue" ? [block] : [])));
  }

  /** The failure of a task outside every block, or in a block that nothing rescues. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Undefined if the task is left out. */
  due({ task }: PlannedTask): Due | undefined {
    return this.#due(task.blocks, { enters: true });
  }

  /** Whether a task will run if no other one fails before. */
  willRun({ task }: PlannedTask): boolean {
    return this.#due(task.blocks, { enters: false }) !== undefined;
  }

  /** Whether a task will probably run, as far as is known now. */
  isLikely({ task }: PlannedTask): boolean {
    return task.blocks.every(({ block, part }) => part !== "rescue" || this.#progress.get(block)?.failed.has("block"));
  }

  /** Whether the failure of a task is rescued. */
  isRescued({ task }: PlannedTask): boolean {
    if (task.blocks.some(({ block, part }) => part === "block" && this.#rescuing.has(block))) return true;
    return this.#outer?.blocks.isRescued(this.#outer.include) ?? false;
  }

  /** Whether a task has failed, rescued or not. */
  failed(planned: PlannedTask): boolean {
    return this.#failedTasks.has(planned);
  }

  /** Records that a task has failed. */
  fail(planned: PlannedTask, failure: Failure): void {
    this.#failedTasks.add(planned);
    for (const { block, part } of planned.task.blocks.toReversed()) {
      const progress = this.#progress.get(block);
      progress?.failed.add(part);
      if (progress) progress.failure = failure;
      if (part === "block" && this.#rescuing.has(block)) return;
    }
    this.#failure ??= failure;
  }

  /** In check mode: records that a task may fail when it really runs. */
  doubt({ task }: PlannedTask, name: string): void {
    for (const { block, part } of task.blocks.toReversed()) {
      const progress = part === "block" ? this.#progress.get(block) : undefined;
      if (progress) progress.doubtful ??= name;
      if (progress && this.#rescuing.has(block)) return;
    }
    this.#outer?.blocks.doubt(this.#outer.include, name);
  }

  /** The scope of a task with what has failed in the innermost block that it rescues or ends. */
  scopeFor({ task }: PlannedTask, inner: LayeredScope): LayeredScope {
    const scope = this.#outer?.blocks.scopeFor(this.#outer.include, inner) ?? inner;
    const failures = task.blocks.flatMap(({ block, part }) =>
      part === "block" ? [] : (this.#progress.get(block)?.failure ?? []),
    );
    const failure = failures.at(-1);
    return failure ? extend(scope, { name: "block", variables: variablesOf(failure) }) : scope;
  }

  /** `enters`: whether the host comes to these blocks now. */
  #due(parts: readonly BlockPart[], how: { readonly enters: boolean }): Due | undefined {
    const last = parts.at(-1);
    if (!last) return this.#failure ? undefined : {};
    const outer = parts.slice(0, -1);
    const { entry, failed, doubtful } = this.#progressOf(last.block, outer, how);
    if (!entry || failed.has(last.part)) return undefined;
    if (last.part === "always") return entry;
    const due = this.#due(outer, how);
    if (!due || last.part === "block" || failed.has("block")) return due;
    return doubtful === undefined ? undefined : { doubt: `runs if \`${doubtful}\` fails` };
  }

  #progressOf(block: Block, outer: readonly BlockPart[], how: { readonly enters: boolean }): Progress {
    const known = this.#progress.get(block);
    if (known) return known;
    const entry = this.#due(outer, how);
    const progress = { entry, failed: new Set<BlockPart["part"]>(), failure: undefined, doubtful: undefined };
    if (how.enters) this.#progress.set(block, progress);
    return progress;
  }
}

function variablesOf({ name, module, result }: Failure): ReadonlyMap<string, Variable> {
  return new Map<string, Variable>([
    ["failed_task", { from: "data", value: { name, module } }],
    ["failed_result", { from: "data", value: result }],
  ]);
}
