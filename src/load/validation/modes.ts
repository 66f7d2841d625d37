import { loadFault } from "../../errors/catalogue/load.ts";
import { editAt } from "../../errors/edit.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { ArgsSchema } from "../../module/schema.ts";

/** Whether an argument is a file mode that is written as a number. */
export function isNumericMode(schema: ArgsSchema, key: string, value: unknown): value is number {
  return /(^|_)mode$/.test(key) && typeof value === "number" && key in schema.properties;
}

/** The fault for a mode written as a number: YAML 1.2 reads `0644` as the decimal 644, so it is almost always wrong. */
export function modeFault(
  key: string,
  { value, written }: { readonly value: number; readonly written: string | undefined },
  origin: Origin | undefined,
): Fault {
  const text = written ?? String(value);
  const modes = modesOf(text, value);
  const [mode] = modes;
  const edit = mode === undefined ? undefined : editAt(origin, `"${mode}"`);
  return loadFault("load/unquoted-mode", { key, text, modes }, { origin, edit });
}

/** Modes that are often written in decimal, because a program printed them so. */
const USUAL = new Set(["600", "640", "644", "660", "664", "700", "750", "755", "770", "775", "777"]);

/** The octal modes that a number may mean, the most likely first; none if it cannot be a mode. */
function modesOf(text: string, value: number): string[] {
  const octal = value >= 0 && Number.isInteger(value) ? value.toString(8) : "";
  const converted = octal !== "" && octal.length <= 4 ? [octal.padStart(4, "0")] : [];
  if (/^0o/.test(text)) return converted;
  const asWritten = /^[0-7]{1,5}$/.test(text) ? [text.replace(/^0+/, "").padStart(4, "0")] : [];
  const decimal = !text.startsWith("0") && (asWritten.length === 0 || USUAL.has(octal));
  return [...asWritten, ...(decimal ? converted : [])];
}
