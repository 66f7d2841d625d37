import { bad, good, type Outcome } from "../../errors/fault.ts";
import { runFault } from "../../errors/catalogue/run.ts";
import { OMIT, pathToOmit, withoutOmitted } from "../../language/omit.ts";
import { evaluate } from "../../language/evaluate.ts";
import { evaluateCondition } from "../../language/condition.ts";
import type { Scope } from "../../language/scope-interface.ts";
import { observedValues } from "../../language/observed-values.ts";
import type { Tree } from "../../language/tree.ts";
import { checkArgs } from "../../load/validation/args-schema.ts";
import { formatFaults } from "../../load/validation/formats.ts";
import { searchFaults, searchPatterns } from "../../load/validation/patterns.ts";
import type { Task } from "../../load/project.ts";
import type { Origin } from "../../model/origin.ts";
import { Secret } from "../../model/secret.ts";
import { Unknown } from "../../model/unknown.ts";
import { findUnknown, isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Module } from "../../module/contract.ts";
import type { ArgSchema, Condition } from "../../module/schema.ts";
import { firstWord, splitWords } from "../../module/split-words.ts";
import type { RunContext } from "../context.ts";
import { receivedFile } from "../received/received-file.ts";
import { contentOf, pathsOf } from "./source.ts";

type Prepared = Readonly<Record<string, unknown>>;

/**
 * A module's arguments on one host, as its steps expect them; unknown if they depend on values that check mode cannot know, or on a file of
 * the controller that an earlier task would write. Without `running` the task is only looked at, and may not run.
 */
export async function argumentsOf(
  task: Task,
  module: Module,
  scope: Scope,
  running?: Pick<RunContext, "willReceive">,
): Promise<Outcome<Prepared | Unknown>> {
  const split = splitConditions(task, module);
  const conditions = evaluateAll(split.conditions, scope);
  if (!conditions.ok || conditions.value instanceof Unknown) return conditions;
  const evaluated = evaluate({ kind: "map", entries: split.values, origin: task.args.origin }, scope);
  const values = evaluated.ok ? withoutOmit(evaluated.value, task) : evaluated;
  if (!values.ok) return values;
  const unknown = module.acceptsUnknown ? undefined : findUnknown(values.value);
  if (unknown) return good(unknown);
  // For conditions, the schema only checks how many there are.
  const placeholders = Object.fromEntries(
    [...split.conditions].map(([name, tree]) => [name, tree.kind === "list" ? tree.items.map(() => true) : true]),
  );
  const checked = checkArgs(module.name, module.args, { ...(values.value as ValueMap), ...placeholders }, (path) =>
    originIn(task.args, path),
  );
  if (!checked.ok) return checked;
  const contents = await contentsOf(task, module, checked.value, { scope, running });
  if (!contents.ok || contents.value instanceof Unknown) return contents;
  const revealed = reveal(checked.value) as Prepared;
  const originOf = (path: readonly string[]) => originIn(task.args, path);
  const [fault, ...others] = [
    ...formatFaults(module.args, revealed, originOf),
    ...searchFaults(module.args, revealed, originOf),
  ];
  if (fault) return bad(fault, ...others);
  const patterns = searchPatterns(module.args, revealed);
  return good({ ...revealed, ...conditions.value, ...contents.value, ...patterns });
}

/** The arguments without those whose value is `omit`. */
function withoutOmit(values: Value, { args }: Task): Outcome<Value> {
  const kept = withoutOmitted(values);
  const path = pathToOmit(kept);
  return path
    ? bad(runFault("run/misplaced-omit", { where: "inside a text" }, { origin: originIn(args, path) }))
    : good(kept);
}

type Entries = Task["args"]["entries"];

function splitConditions({ args }: Task, module: Module): { conditions: Map<string, Tree>; values: Entries } {
  const conditions = new Map<string, Tree>();
  const values = new Map(args.entries);
  for (const [name, { value }] of args.entries) {
    if (!holdsConditions(module.args.properties[name])) continue;
    conditions.set(name, value);
    values.delete(name);
  }
  return { conditions, values };
}

function holdsConditions(schema: ArgSchema | undefined): boolean {
  return schema?.type === "condition" || (schema?.type === "array" && schema.items.type === "condition");
}

function evaluateAll(trees: ReadonlyMap<string, Tree>, scope: Scope): Outcome<Prepared | Unknown> {
  const evaluated: Record<string, unknown> = {};
  for (const [name, tree] of trees) {
    const items = (tree.kind === "list" ? tree.items : [tree]).filter((item) => item.kind === "cel");
    const conditions: Condition[] = [];
    for (const { expression } of items) {
      const holds = evaluateCondition(expression, scope);
      if (!holds.ok) return holds;
      if (holds.value instanceof Unknown) return good(holds.value);
      conditions.push({
        text: expression.text,
        holds: holds.value,
        observed: holds.value ? [] : observedValues([expression], scope),
      });
    }
    evaluated[name] = tree.kind === "list" ? conditions : conditions[0];
  }
  return good(evaluated);
}

async function contentsOf(
  task: Task,
  module: Module,
  args: ValueMap,
  { scope, running }: { readonly scope: Scope; readonly running: Pick<RunContext, "willReceive"> | undefined },
): Promise<Outcome<Prepared | Unknown>> {
  const contents: Record<string, unknown> = {};
  for (const [argument, schema] of Object.entries(module.args.properties)) {
    const name = args[argument];
    if (schema.type === "string" && schema.source === undefined && schema.receives) {
      const { from, flat } = schema.receives;
      const texts = { dest: reveal(name ?? ""), src: reveal(args[from] ?? "") };
      const received = await receivedFile(
        task,
        { ...texts, isFlat: args[flat] === true, isCertain: running !== undefined },
        scope,
      );
      if (!received.ok) return received;
      contents[argument] = received.value;
    }
    if (schema.type !== "string" || schema.source === undefined || typeof name !== "string") continue;
    if (schema.unless !== undefined && args[schema.unless] === true) continue;
    const file = schema.words ? firstWord(name) : name;
    const origin = originIn(task.args, [argument]);
    const accepts = { folder: schema.folder === true, archive: schema.archive === true };
    const use = { task, argument, kind: schema.source, name: file, origin, ...accepts };
    const received = running && pathsOf(use).find(running.willReceive);
    if (received !== undefined) return good(new Unknown(`an earlier task would write ${received}`));
    const content = await contentOf(use, scope);
    if (!content.ok) return content;
    if (content.value instanceof Unknown) return good(content.value);
    if ("text" in content.value && content.value.text.includes(OMIT)) {
      return bad(runFault("run/misplaced-omit", { where: "inside a template" }, { origin: use.origin }));
    }
    contents[argument] = schema.words
      ? { line: name, content: content.value, words: (splitWords(name) ?? []).slice(1) }
      : content.value;
  }
  return good(contents);
}

/** The origin of the part at a path, or of the nearest part that encloses it. */
function originIn(tree: Tree, path: readonly string[]): Origin {
  const [head, ...rest] = path;
  if (head === undefined) return tree.origin;
  const inner =
    tree.kind === "map" ? tree.entries.get(head)?.value : tree.kind === "list" ? tree.items[Number(head)] : undefined;
  return inner ? originIn(inner, rest) : tree.origin;
}

/** Modules receive plain values; secrets are masked when events are emitted. */
function reveal(value: Value): unknown {
  if (value instanceof Secret) return value.reveal();
  if (isList(value)) return value.map(reveal);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, reveal(part)]));
  return value;
}
