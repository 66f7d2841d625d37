import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good } from "../../errors/fault.ts";
import type { Outcome } from "../../errors/fault.ts";
import { eventsSchema } from "../../events/schema.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { EDITOR_KINDS, editorSchema } from "../editor/schemas.ts";

const fault = faultsOf(cliErrors);

const KINDS = ["events", ...EDITOR_KINDS];

/** The output of `provision schema`: one schema as JSON, or the names of all. */
export async function schema(kind: string | undefined, registry: ModuleRegistry): Promise<Outcome<string>> {
  if (kind === undefined) return good(KINDS.map((name) => `${name}\n`).join(""));
  if (kind === "events") return good(json(eventsSchema));
  const ofEditors = EDITOR_KINDS.find((one) => one === kind);
  if (!ofEditors) return bad(fault("cli/unknown-schema", { kind, kinds: KINDS.join(", ") }));
  const modules = await Promise.all(registry.names.map((name) => registry.load(name)));
  return good(
    json(
      editorSchema(
        ofEditors,
        modules.flatMap((module) => module ?? []),
      ),
    ),
  );
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
