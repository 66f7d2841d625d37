import { druidFault } from "../../errors/catalogue/services/druid.ts";
import { bad, collect, good, type Outcome } from "../../errors/fault.ts";
import { isMap, type Value } from "../../model/value.ts";

interface Parameter {
  readonly type: string;
  readonly value: Value;
}

/** A query's parameters, each with the SQL type of its value. */
export function parametersOf(given: unknown): Outcome<readonly Parameter[]> {
  if (given === undefined || given === null) return good([]);
  if (!Array.isArray(given)) return wrong("they are not a list");
  return collect((given as readonly Value[]).map((value, at) => parameterOf(value, at)));
}

function parameterOf(value: Value, at: number): Outcome<Parameter> {
  if (typeof value === "string") return good({ type: "VARCHAR", value });
  if (typeof value === "number") return good({ type: Number.isSafeInteger(value) ? "BIGINT" : "DOUBLE", value });
  if (typeof value === "bigint") return good({ type: "BIGINT", value });
  if (typeof value === "boolean") return good({ type: "BOOLEAN", value });
  const { type, value: inner } = isMap(value) ? value : {};
  if (typeof type === "string" && inner !== undefined) return good({ type, value: inner });
  return wrong(`value ${at + 1} is not a string, a number, a boolean or {type: …, value: …}`);
}

function wrong(problem: string): Outcome<never> {
  return bad(druidFault("services/druid-parameters", { problem }));
}
