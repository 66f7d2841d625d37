import { druidFault } from "../../errors/catalogue/services/druid.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import { stringAt, valueAt } from "../../services/json-fields.ts";

/** A supervisor's id is the name of its datasource, unless the spec says otherwise. */
function idIn(spec: Value): string | undefined {
  return (
    stringAt(spec, "id") ??
    stringAt(spec, "spec", "dataSchema", "dataSource") ??
    stringAt(spec, "dataSchema", "dataSource")
  );
}

/** The spec to store and its id. `suspended` is dropped, because the argument `state` decides about it. */
export function specOf(
  spec: unknown,
  id: string | undefined,
): Outcome<{ readonly spec: ValueMap; readonly id: string }> {
  const value = spec as Value;
  if (typeof spec !== "object" || spec === null || !isMap(value)) return wrong("it is not a map");
  const own = idIn(value);
  if (own === undefined) return wrong("it has no spec.dataSchema.dataSource");
  if (id !== undefined && id !== own) return wrong(`it describes supervisor ${own}, but \`id\` is ${id}`);
  return good({ spec: Object.fromEntries(Object.entries(value).filter(([name]) => name !== "suspended")), id: own });
}

/** Where the supervisor reads: the brokers and the topic. */
export function sourceOf(spec: ValueMap): { readonly bootstrap: string; readonly topic: string } | undefined {
  const io = valueAt(spec, "spec", "ioConfig") ?? valueAt(spec, "ioConfig");
  const topic = stringAt(io, "topic");
  const properties = valueAt(io, "consumerProperties");
  const bootstrap = properties !== undefined && isMap(properties) ? properties["bootstrap.servers"] : undefined;
  return topic !== undefined && typeof bootstrap === "string" ? { bootstrap, topic } : undefined;
}

function wrong(problem: string): Outcome<never> {
  return bad(druidFault("services/druid-spec", { problem }));
}
