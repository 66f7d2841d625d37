import type { Fault } from "../errors/fault.ts";

const KINDS = /^(language|load)\/|^services\/\w+-(arguments|parameters|url|body)$/;

/** Faults that follow from what the user wrote, or from a defect, whatever the host looks like. */
const CODES: ReadonlySet<string> = new Set([
  "cli/defect",
  "modules/argument",
  "modules/bad-unit",
  "modules/name-too-long",
  "modules/names-folder",
  "modules/protected",
  "run/lone-surrogate",
  "run/not-a-list",
  "run/not-a-name",
  "run/not-a-number",
  "run/not-a-read",
  "run/not-a-user",
  "run/nul-byte",
  "run/source-missing",
  "run/source-unusable",
]);

/** Whether a fault that check mode finds stays one, no matter which changes come before the task. */
export function isCertain({ code }: Fault): boolean {
  return CODES.has(code) || KINDS.test(code);
}
