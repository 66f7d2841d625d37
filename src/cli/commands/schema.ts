import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good } from "../../errors/fault.ts";
import type { Outcome } from "../../errors/fault.ts";
import { eventsSchema } from "../../events/schema.ts";

const fault = faultsOf(cliErrors);

const SCHEMAS: ReadonlyMap<string, unknown> = new Map([["events", eventsSchema]]);

/** The output of `provision schema`: one schema as JSON, or the names of all. */
export function schema(kind: string | undefined): Outcome<string> {
  if (kind === undefined) return good([...SCHEMAS.keys()].map((name) => `${name}\n`).join(""));
  const found = SCHEMAS.get(kind);
  if (found !== undefined) return good(`${JSON.stringify(found, null, 2)}\n`);
  return bad(fault("cli/unknown-schema", { kind, kinds: [...SCHEMAS.keys()].join(", ") }));
}
