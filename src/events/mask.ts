import { Secret } from "../model/secret.ts";
import { Unknown } from "../model/unknown.ts";
import type { Event } from "./event.ts";
import { secretForms, SHORTEST_SECRET } from "./secret-forms.ts";

const MASK = "********";

/** Knows the secrets of a run and hides them wherever they appear. */
export interface Mask {
  /** Returns false if the secret is too short to be masked: then the user must be warned. */
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

/** All places are found before any is replaced, so that overlapping secrets leave no rest of each other. */
function hide(text: string, forms: readonly RegExp[]): string {
  const places = forms.flatMap((form) => placesOf(form, text)).sort((a, b) => a.start - b.start);
  let done = "";
  let end = 0;
  for (const place of places) {
    if (place.start >= end) done += text.slice(end, place.start) + MASK;
    end = Math.max(end, place.end);
  }
  return done + text.slice(end);
}

function placesOf(form: RegExp, text: string): { start: number; end: number }[] {
  const places = [];
  form.lastIndex = 0;
  for (let match = form.exec(text); match; match = form.exec(text)) {
    places.push({ start: match.index, end: match.index + match[0].length });
    form.lastIndex = match.index + 1;
  }
  return places;
}

interface Hide {
  readonly text: (text: string) => string;
  readonly number: (number: number) => unknown;
}

/**
 * Words of our own, by which programs tell events apart, are kept even where a secret happens to be the same word, and so are
 * our own numbers: only what came from a project or a target can be a secret.
 */
function maskEvent<E extends Event>(event: E, mask: (text: string) => string): E {
  const ours: Hide = { text: mask, number: (number) => number };
  const theirs: Hide = { text: mask, number: (number) => (mask(String(number)) === MASK ? MASK : number) };
  // Containers keep their shape and strings stay strings; only values, which may be anything, change their type.
  const masked = deep(event, ours) as E;
  return { ...masked, ...ownWords(event), ...faultCode(event, masked), ...values(event, theirs) };
}

function ownWords(event: Event): object {
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
  if (typeof value === "number") return hide.number(value);
  if (value instanceof Secret) return MASK;
  if (value instanceof Unknown) return new Unknown(hide.text(value.reason));
  if (Array.isArray(value)) return value.map((item) => deep(item, hide));
  if (typeof value === "object" && value !== null) return maskObject(value, hide);
  return value;
}

/** Two keys that become the same under the mask stay two. */
function maskObject(object: object, hide: Hide): object {
  const entries = new Map<string, unknown>();
  for (const [key, value] of Object.entries(object)) {
    let name = hide.text(key);
    while (entries.has(name)) name += "'";
    entries.set(name, deep(value, hide));
  }
  return Object.fromEntries(entries);
}
