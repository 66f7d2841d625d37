import { isMap, isPair, isScalar, isSeq, parseDocument, Scalar, type Document, type Node, type Pair } from "yaml";
import { damaged, noise, type Random } from "./random.ts";

/** Keys that mean something somewhere: a key in the wrong place is a mistake that people make. */
const KEYS: readonly [string, ...string[]] = [
  ...(["hosts", "tasks", "roles", "vars", "name", "when", "loop", "register", "notify", "handlers", "become"] as const),
  ...(["until", "tags", "serial", "children", "copy", "command", "debug", "block", "include_tasks", "all"] as const),
  ...(["environment", "changed_when", "no_log", "import_playbook", "__proto__", "constructor", "toString"] as const),
];

const VALUES: readonly [unknown, ...unknown[]] = [
  null,
  ...[true, 0, -1, 1.5, "", "{{ x }}", "{{", "{{#if x}}", "all", "[", "*", "&a", "../../etc/passwd", "\0"],
  ...[[], {}, [[]], [null], { "": null }, { name: { name: {} } }, "x".repeat(5000), "é\u202e", 1e300],
];

/** A YAML text with a few random mutations of its structure; damaged as a text if it has none. */
export function mutatedYaml(text: string, random: Random): string {
  if (random.once(4)) return damaged(text, random);
  const document = parseDocument(text, { uniqueKeys: false, logLevel: "silent" });
  if (document.errors.length > 0 || document.contents === null) return damaged(text, random);
  for (let edits = 1 + random.int(4); edits > 0; edits--) mutate(document, random);
  try {
    return String(document).slice(0, 200_000);
  } catch {
    // An alias whose anchor a mutation has removed.
    return damaged(text, random);
  }
}

/** A place in a document whose value can be replaced. */
interface Slot {
  readonly get: () => unknown;
  readonly set: (value: unknown) => void;
  readonly remove: () => void;
  readonly pair?: Pair;
}

function mutate(document: Document, random: Random): void {
  const slots = slotsIn(document.contents);
  const slot = slots[random.int(slots.length)];
  const other = slots[random.int(slots.length)];
  if (!slot || !other) document.contents = document.createNode(random.pick(VALUES));
  else if (random.once(8)) slot.remove();
  else if (slot.pair && random.once(8)) slot.pair.key = new Scalar(random.once(3) ? noise(random) : random.pick(KEYS));
  else slot.set(replacement(slot.get(), { document, random, other: clone(other.get()) }));
}

interface Replacing {
  readonly document: Document;
  readonly random: Random;
  /** A copy of another value of the document. */
  readonly other: unknown;
}

function replacement(value: unknown, { document, random, other }: Replacing): unknown {
  switch (random.int(6)) {
    case 0:
      return document.createNode(random.pick(VALUES));
    case 1:
      return other;
    case 2:
      return document.createNode([clone(value)]);
    case 3:
      return document.createNode({ [random.pick(KEYS)]: clone(value) });
    case 4:
      return nested(document, 1 + random.int(150), random);
    default:
      return isScalar(value) ? new Scalar(damaged(String(value.value), random)) : document.createNode([value, other]);
  }
}

function nested(document: Document, depth: number, random: Random): unknown {
  let value: unknown = random.pick(VALUES);
  for (let level = 0; level < depth; level++) value = random.once(2) ? [value] : { [random.pick(KEYS)]: value };
  return document.createNode(value);
}

function clone(value: unknown): unknown {
  return typeof value === "object" && value !== null && "clone" in value ? (value as Node).clone() : value;
}

function slotsIn(node: unknown): Slot[] {
  if (!isMap(node) && !isSeq(node)) return [];
  return node.items.flatMap((item, index) => {
    const remove = () => void node.items.splice(index, 1);
    if (isPair(item)) {
      const slot = { get: () => item.value, set: (value: unknown) => (item.value = value), remove, pair: item };
      return [slot, ...slotsIn(item.value)];
    }
    const set = (value: unknown) => void (node.items[index] = value as never);
    return [{ get: () => node.items[index], set, remove }, ...slotsIn(item)];
  });
}
