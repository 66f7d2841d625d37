import { Secret } from "../model/secret.ts";
import { Unknown } from "../model/unknown.ts";
import { isNumber } from "../model/value.ts";
import type { Event } from "./event.ts";
import { secretForms, SHORTEST_SECRET } from "./secret-forms.ts";

const MASK = "********";

/** Knows the secrets of a run and hides them wherever they appear. */
export interface Mask {
  /** Returns false if the secret is too short to be masked; then the user must be warned. */
  add(secret: string | Secret): boolean;
  mask(text: string): string;
  maskEvent<E extends Event>(event: E): E;
}

export function createMask(): Mask {
  const forms = new Map<string, readonly RegExp[]>();
  const mask = (text: string): string => hide(text, [...forms.values()].flat());
  return {
    add(added) {
      const secret = added instanceof Secret ? added.reveal() : added;
      if (secret.trim().length < SHORTEST_SECRET) return false;
      if (!forms.has(secret)) forms.set(secret, secretForms(secret));
      return true;
    },
    mask,
    maskEvent: (event) => maskEvent(event, mask),
  };
}

/** Finds all matches before replacing any, so that no part of overlapping secrets remains. */
function hide(text: string, forms: readonly RegExp[]): string {
  const matches = forms.flatMap((form) => matchesOf(form, text)).sort((a, b) => a.start - b.start);
  let masked = "";
  let end = 0;
  for (const match of matches) {
    if (match.start >= end) masked += text.slice(end, match.start) + MASK;
    end = Math.max(end, match.end);
  }
  return masked + text.slice(end);
}

/** All matches of a global pattern, overlapping ones too. */
function matchesOf(form: RegExp, text: string): { start: number; end: number }[] {
  const matches = [];
  form.lastIndex = 0;
  for (let match = form.exec(text); match; match = form.exec(text)) {
    matches.push({ start: match.index, end: match.index + match[0].length });
    form.lastIndex = match.index + 1;
  }
  return matches;
}

/** How strings and numbers are masked. */
interface Hide {
  readonly text: (text: string) => string;
  readonly number: (number: number | bigint) => unknown;
}

/**
 * Only text from a project or a target can be a secret. The engine's own numbers and the words that programs use to tell events apart
 * are kept, even if a secret happens to be the same word.
 */
function maskEvent<E extends Event>(event: E, mask: (text: string) => string): E {
  const engineData: Hide = { text: mask, number: (number) => number };
  const userData: Hide = { text: mask, number: (number) => (mask(String(number)) === MASK ? MASK : number) };
  // Masking keeps the types of all fields, except those that may hold any value.
  const masked = deep(event, engineData) as E;
  return { ...masked, ...engineWords(event), ...faultCode(event, masked), ...values(event, userData) };
}

function engineWords(event: Event): object {
  if (event.event === "task_result") return { event: event.event, status: event.status, stage: event.stage };
  if (event.event === "role_start") return { event: event.event, stage: event.stage };
  if (event.event === "warning") return { event: event.event, code: event.code };
  return { event: event.event };
}

function faultCode(event: Event, masked: Event): object {
  if (!("fault" in event && "fault" in masked)) return {};
  return { fault: { ...masked.fault, code: event.fault.code } };
}

function values(event: Event, hide: Hide): object {
  if (event.event !== "task_result") return {};
  const changes = event.changes.map(({ resource, summary, before, after }) => ({
    resource: { kind: resource.kind, name: hide.text(resource.name) },
    summary: hide.text(summary),
    before: deep(before, hide),
    after: deep(after, hide),
  }));
  return { result: deep(event.result, hide), changes };
}

function deep(value: unknown, hide: Hide): unknown {
  if (typeof value === "string") return hide.text(value);
  if (isNumber(value)) return hide.number(value);
  if (value instanceof Secret) return MASK;
  if (value instanceof Unknown) return new Unknown(hide.text(value.reason));
  if (Array.isArray(value)) return value.map((item) => deep(item, hide));
  if (typeof value === "object" && value !== null) return maskObject(value, hide);
  return value;
}

/** Two keys that become equal when they are masked stay distinct. */
function maskObject(object: object, hide: Hide): object {
  const entries = new Map<string, unknown>();
  for (const [key, value] of Object.entries(object)) {
    let name = hide.text(key);
    while (entries.has(name)) name += "'";
    entries.set(name, deep(value, hide));
  }
  return Object.fromEntries(entries);
}
