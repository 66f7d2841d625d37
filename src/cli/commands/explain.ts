import { cliErrors } from "../../errors/catalogue/cli.ts";
import { connectionErrors } from "../../errors/catalogue/connection.ts";
import { inventoryErrors } from "../../errors/catalogue/inventory.ts";
import { languageErrors } from "../../errors/catalogue/language.ts";
import { loadErrors } from "../../errors/catalogue/load.ts";
import { planErrors } from "../../errors/catalogue/plan.ts";
import { runErrors } from "../../errors/catalogue/run.ts";
import { secretsErrors } from "../../errors/catalogue/secrets.ts";
import { shellErrors } from "../../errors/catalogue/shell.ts";
import { allEntries, faultsOf } from "../../errors/define.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { nearNames } from "../../errors/nearest.ts";
import { toJson } from "../../model/json.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { sentenceOf } from "../reference/placeholder.ts";

const fault = faultsOf(cliErrors);

/** When errors of a room come. Modules and services have all others. */
const WHEN: Readonly<Record<string, string>> = {
  cli: "While the command line is read, or at the end of a run.",
  load: "While playbooks and roles are read, before any connection.",
  inventory: "While the inventory is read, before any connection.",
  language: "While a template or an expression is read, or when it is evaluated.",
  plan: "While the run is planned, before any connection.",
  secrets: "While secrets are read or changed, before any connection.",
  connection: "While a connection to a host is opened or used.",
  shell: "While provision starts or uses a shell on a host.",
  run: "While tasks run on hosts, or are prepared for it.",
};

const ENGINE = [
  ...[cliErrors, connectionErrors, inventoryErrors, languageErrors, loadErrors],
  ...[planErrors, runErrors, secretsErrors, shellErrors],
];

/** The output of `provision explain CODE`: what an error says, when it comes, and what to do. */
export async function explain(code: string, json: boolean, registry: ModuleRegistry): Promise<Outcome<string>> {
  // Modules bring the errors of their services along.
  await Promise.all(registry.names.map((name) => registry.load(name)));
  for (const catalogue of ENGINE) faultsOf(catalogue);
  const entries = allEntries();
  const entry = entries.get(code);
  if (!entry) return bad(fault("cli/unknown-code", { code, near: nearNames(code, entries.keys()) }));
  const when = WHEN[code.split("/")[0] ?? ""] ?? "While a module reads or changes something on a host.";
  const [message, hint] = [sentenceOf(entry.message), sentenceOf(entry.hint)];
  if (json) return good(`${toJson({ code, message, when, hint })}\n`);
  return good(`${code}\n\n  message  ${message}\n  when     ${when}\n  to do    ${hint}\n`);
}
