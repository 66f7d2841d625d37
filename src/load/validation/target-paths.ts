import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { ArgsSchema } from "../../module/schema.ts";

/** A full path without `..`. */
const FULL = /^\/(?!(?:[^]*\/)?\.\.(?:\/|$))/;

/** The argument that makes the name of a file a path on the target, if there is one. */
export function targetSwitch({ properties }: ArgsSchema, name: string): string | undefined {
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return property?.type === "string" && property.source !== undefined ? property.unless : undefined;
}

/** The faults of names of files that are to be paths on the target, but are none. */
export function targetPathFaults(
  schema: ArgsSchema,
  data: Readonly<Record<string, unknown>>,
  origin: (path: readonly string[]) => Origin | undefined,
): readonly Fault[] {
  return Object.entries(data).flatMap(([name, value]) => {
    const by = targetSwitch(schema, name);
    if (by === undefined || data[by] !== true || typeof value !== "string" || FULL.test(value)) return [];
    const rule = `must be an absolute path on the target without \`..\`, because \`${by}\` is true`;
    const hint = /^\w+:\/\//.test(value)
      ? "Fetch it with `get_url` in a task before, and write the path where that puts it."
      : `Write the full path on the target, or remove \`${by}\` to take a file of the project.`;
    const found = `the text ${JSON.stringify(value)}`;
    const parameters = { what: `The argument \`${name}\``, rule, found, near: undefined, hint };
    return [loadFault("load/wrong-value", parameters, { origin: origin([name]) })];
  });
}
