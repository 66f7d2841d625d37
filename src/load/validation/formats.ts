import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { ArgSchema, ArgsSchema } from "../../module/schema.ts";
import { formatProblem, type TextFormat } from "../../module/text-format.ts";

/** Finds where the argument at a path was written. */
type OriginOf = (path: readonly string[]) => Origin | undefined;

/** A value and its path among the arguments. */
interface Located {
  readonly value: unknown;
  readonly path: readonly string[];
}

/** The faults of texts that a request cannot hold. They name the argument but never show its value, which may be a secret. */
export function formatFaults(
  schema: ArgsSchema,
  args: Readonly<Record<string, unknown>>,
  origin: OriginOf,
): readonly Fault[] {
  return Object.entries(args).flatMap(([name, value]) => {
    const property = schema.properties[name] ?? schema.rest;
    return property ? faultsIn(property, { value, path: [name] }, origin) : [];
  });
}

function faultsIn(schema: ArgSchema, { value, path }: Located, origin: OriginOf): readonly Fault[] {
  if (schema.type === "array") {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return items.flatMap((item, index) =>
      faultsIn(schema.items, { value: item, path: [...path, String(index)] }, origin),
    );
  }
  if (schema.type === "object") {
    return entriesOf(value).flatMap(([name, inner]) => {
      const at = [...path, name];
      const property = schema.properties ? schema.properties[name] : schema.additionalProperties;
      const misnamed = schema.properties ? [] : faultOf(schema.names, { value: name, path: at }, origin);
      return [...misnamed, ...(property ? faultsIn(property, { value: inner, path: at }, origin) : [])];
    });
  }
  return "format" in schema ? faultOf(schema.format, { value, path }, origin) : [];
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function faultOf(format: TextFormat | undefined, { value, path }: Located, origin: OriginOf): readonly Fault[] {
  if (format === undefined || typeof value !== "string") return [];
  const found = formatProblem(format, value);
  return found ? [moduleFault("modules/argument", { name: path.join("."), ...found }, { origin: origin(path) })] : [];
}
