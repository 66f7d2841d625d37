import { timingSafeEqual } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { parseJson } from "../../model/parse-json.ts";
import { digestsWith } from "./digests.ts";
import { nameOfKey } from "./plan-key.ts";
import { PLAN_FORMAT, type SavedPlan } from "./plan.ts";

const fault = faultsOf(cliErrors);

const MOST_BYTES = 256 * 1024 * 1024;

/** A plan as text, sealed with the key: every change of the text is noticed. */
export function sealed(plan: SavedPlan, key: Buffer): string {
  const seal = digestsWith(key).ofText(JSON.stringify(plan));
  return `${JSON.stringify({ ...plan, key: nameOfKey(key), seal }, null, 1)}\n`;
}

/** Reads the plan of a file, if this key has sealed it and this version of provision has made it. */
export async function readPlan(
  name: string,
  { cwd, key, version }: { readonly cwd: string; readonly key: Buffer; readonly version: string },
): Promise<Outcome<SavedPlan>> {
  const file = path.resolve(cwd, name);
  const broken = (problem: string) => bad(fault("cli/plan-broken", { name, problem }));
  const found = await stat(file).catch(() => undefined);
  if (!found) return broken("there is no such file");
  if (!found.isFile() || found.size > MOST_BYTES) return broken("it is not a regular file of at most 256 MiB");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return broken("it is not readable");
  const parsed = parseJson(text);
  if (!parsed.ok) return broken("it is not whole JSON");
  const value = parsed.value as (SavedPlan & { readonly key?: unknown; readonly seal?: unknown }) | null;
  const format: unknown = typeof value === "object" ? value?.provision_plan : undefined;
  if (!value || typeof format !== "number") return broken("`provision plan` has not written it");
  if (format !== PLAN_FORMAT) return bad(fault("cli/plan-version", { name, made: `format ${format}`, version }));
  const { key: keyName, seal, ...plan } = value;
  if (keyName !== nameOfKey(key)) return bad(fault("cli/plan-foreign", { name }));
  if (!isSame(seal, digestsWith(key).ofText(JSON.stringify(plan)))) return bad(fault("cli/plan-altered", { name }));
  return plan.version === version ? good(plan) : bad(fault("cli/plan-version", { name, made: plan.version, version }));
}

function isSame(seal: unknown, expected: string): boolean {
  if (typeof seal !== "string" || seal.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(seal), Buffer.from(expected));
}
