/** A schema as an editor reads it: draft 7 of JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** Keywords of our schemas that are not part of JSON Schema, or that are written otherwise. */
const OWN = new Set(["rule", "hint", "computed", "unsupportedTypes", "unsupportedValues", "example", "description"]);
const OF_MODULES = new Set(["source", "format", "regex", "search", "except", "shown", "names"]);
/**
 * Text that may be a template, or an expression, whose tag editors do not pass on. Where that could be a mistake, as `yes` or a misspelt
 * choice, it is marked.
 */
function computed({ type, enum: choices, pattern }: Written): Schema {
  if (choices !== undefined || pattern !== undefined) return { type: "string", pattern: "[{(.\\[ ]" };
  const types = [type].flat();
  if (types.includes("boolean")) return { type: "string", pattern: "^(?!([Yy]es|[Nn]o|on|off|y|n)$)" };
  return types.includes("integer") || types.includes("number")
    ? { type: "string", pattern: "[^\\d.]" }
    : { type: "string" };
}

interface Written {
  readonly type?: string | readonly string[];
  readonly computed?: boolean;
  readonly enum?: unknown;
  readonly pattern?: unknown;
  readonly description?: string;
  readonly example?: string;
  readonly unsupported?: string;
}

/**
 * Converts one of our schemas. Keys that we do not support are left out, so that editors mark them and do not offer them.
 * @param allComputed whether every value in it may be computed, as in a module's arguments
 */
export function forEditors(schema: object, allComputed = false): Schema {
  const written: Written = schema;
  const { type, description, example } = written;
  const own = Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) =>
      OWN.has(key) || OF_MODULES.has(key) ? [] : [[key, part(key, value, allComputed)] as const],
    ),
  );
  const text = {
    ...(description !== undefined && { description }),
    ...(example !== undefined && { markdownDescription: `${description ?? ""}\n\n\`\`\`yaml\n${example}\n\`\`\`` }),
  };
  if (type === undefined || !(written.computed ?? allComputed)) return { ...own, ...text };
  return { ...text, anyOf: [own, computed(written)] };
}

function part(key: string, value: unknown, allComputed: boolean): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (key === "items" || key === "additionalProperties") return forEditors(value, allComputed);
  if (key !== "properties" && key !== "$defs") return value;
  const supported = Object.entries(value as Readonly<Record<string, object>>).filter(
    ([, one]) => !("unsupported" in one),
  );
  return Object.fromEntries(supported.map(([name, one]) => [name, forEditors(one, allComputed)]));
}
