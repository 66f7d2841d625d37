import { open, stat } from "node:fs/promises";
import path from "node:path";
import { currentTrust } from "../../disk/trust.ts";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { displayName, type Reading } from "../../load/reading.ts";
import { parseJson } from "../../model/parse-json.ts";
import type { Value } from "../../model/value.ts";
import type { Draft } from "../draft.ts";
import { addPrinted } from "./printed.ts";

/** What a program printed, or a clause that says why it failed, with what it wrote to standard error. */
export type ProgramOutput =
  | { readonly is: "output"; readonly text: string }
  | { readonly is: "failed"; readonly problem: string; readonly hint: string; readonly details: readonly string[] };

/** Runs a program, with limits of time and output. Passed in, because this room starts no processes. */
export type RunProgram = (file: string, args: readonly string[]) => Promise<ProgramOutput>;

interface Target {
  readonly draft: Draft;
  readonly reading: Reading;
  readonly run: RunProgram | undefined;
}

/** Whether a file is a script or a binary. On some file systems all files are executable, so the permission alone means nothing. */
export async function isProgram(file: string): Promise<boolean> {
  if (/\.(ya?ml|json)$/.test(file)) return false;
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return false;
  return /\.(py|sh|rb|pl|php|js)$/.test(file) || /^(#!|\x7fELF)/.test(await beginning(file));
}

async function beginning(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return "";
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Adds the hosts and groups that a program prints as JSON, as Ansible calls it: with `--list`, and `--host NAME` unless `_meta` has all variables. */
export async function readProgram(file: string, { draft, reading, run }: Target): Promise<void> {
  const name = displayName(reading.root, file);
  const failed = (problem: string, hint: string, details: readonly string[] = []) => {
    reading.faults.push(inventoryFault("inventory/program", { path: name, problem, hint }, { details }));
  };
  const found = await stat(file);
  if ((found.mode & 0o111) === 0) {
    failed("it is a program without the permission to execute it", `Run \`chmod +x ${name}\`.`);
    return;
  }
  const trust = currentTrust();
  // The command reports everything that others can change, and this program does not run until that is repaired.
  if (trust && trust.look(file, found).length > 0 && !trust.allowed) return;
  if (!run) {
    failed(
      "this command runs no programs",
      `Write its output into a file: \`ansible-inventory -i ${name} --list --yaml\`.`,
    );
    return;
  }
  const ask = async (...args: string[]): Promise<Value | undefined> => {
    const output = await run(file, args);
    const parsed = output.is === "output" ? parseJson(output.text) : undefined;
    if (parsed?.ok) return parsed.value;
    const call = [path.basename(name), ...args].join(" ");
    if (output.is === "failed") failed(`\`${call}\` ${output.problem}`, output.hint, output.details);
    else if (parsed) failed(`what \`${call}\` printed cannot be read: ${parsed.problem}`, JSON_HINT);
    return undefined;
  };
  const list = await ask("--list");
  if (list === undefined) return;
  const problem = await addPrinted(list, { name, draft, reading, ask: (host) => ask("--host", host) });
  if (problem !== undefined)
    failed(`what \`${path.basename(name)} --list\` printed is not an inventory: ${problem}`, JSON_HINT);
}

const JSON_HINT =
  'It must print one JSON object, such as {"web": {"hosts": ["web1"], "vars": {}, "children": []}, "_meta": {"hostvars": {"web1": {}}}}. Messages belong on standard error.';
