import { Secret } from "../model/secret.ts";
import { Unknown } from "../model/unknown.ts";
import { isNumber } from "../model/value.ts";
import type { Event } from "./event.ts";
import { createFormIndex, type FormIndex } from "./form-index.ts";

const MASK = "********";

/** Knows the secrets of a run and hides them wherever they appear. */
export interface Mask {
  /** Returns false if the secret is too short to be masked; then the user must be warned. */
  add(secret: string | Secret): boolean;
  /** Adds a text that a run has found, such as the output of a task with `no_log`. Where an event takes place stays visible. */
  addFound(text: string): void;
  /** Adds the name of a task or handler as the project writes it. Found texts do not hide it, because they did not make it. */
  addName(name: string): void;
  mask(text: string): string;
  maskEvent<E extends Event>(event: E): E;
}

export function createMask(): Mask {
  const declared = createFormIndex();
  const found = createFormIndex();
  const names = new Set<string>();
  const place = (text: string): string => hide(text, [declared]);
  const mask = (text: string): string => hide(text, [declared, found]);
  return {
    add: (added) => declared.add(added instanceof Secret ? added.reveal() : added),
    addFound: (text) => void found.add(text),
    addName: (name) => void names.add(name),
    mask,
    maskEvent: (event) => maskEvent(event, { text: mask, place, names }),
  };
}

/** Finds all matches before replacing any, so that no part of overlapping secrets remains. */
function hide(text: string, indexes: readonly FormIndex[]): string {
  if (indexes.every(({ isEmpty }) => isEmpty)) return text;
  const compact = text.replaceAll(/\s+/g, "");
  const forms = indexes.flatMap((index) => [...index.formsIn(compact)]);
  const matches = forms.flatMap((form) => form.matchesIn(text)).sort((a, b) => a.start - b.start);
  let masked = "";
  let end = 0;
  for (const match of matches) {
    if (match.start >= end) masked += text.slice(end, match.start) + MASK;
    end = Math.max(end, match.end);
  }
  return masked + text.slice(end);
}

/** How strings and numbers are masked. */
interface Hide {
  readonly text: (text: string) => string;
  readonly number: (number: number | bigint) => unknown;
  /** How the fields that say where something happened are masked, if differently. */
  readonly place?: Hide;
  /** The names of tasks and handlers that the project writes out: they are masked like places. */
  readonly names?: ReadonlySet<string>;
}

/** The fields of events that say where something happened. */
const PLACES: ReadonlySet<string> = new Set(["host", "hosts", "play", "playbooks", "role", "module", "origin"]);

/** The fields of events that name a task or a handler. */
const NAMES: ReadonlySet<string> = new Set(["task", "handler"]);

/**
 * Only text from a project or a target can be a secret. The engine's own numbers and the words that programs use to tell events apart
 * are kept, even if a secret happens to be the same word.
 */
function maskEvent<E extends Event>(
  event: E,
  { text, place, names }: { readonly text: Hide["text"]; readonly place: Hide["text"]; readonly names: Set<string> },
): E {
  const number = (value: number | bigint) => value;
  const engineData: Hide = { text, number, place: { text: place, number }, names };
  const userData: Hide = { text, number: (value) => (text(String(value)) === MASK ? MASK : value) };
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
    entries.set(name, deep(value, (isPlace(key, value, hide) ? hide.place : undefined) ?? hide));
  }
  return Object.fromEntries(entries);
}

function isPlace(key: string, value: unknown, { names }: Hide): boolean {
  return PLACES.has(key) || (NAMES.has(key) && typeof value === "string" && names?.has(value) === true);
}
