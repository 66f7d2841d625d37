import { createHash } from "node:crypto";
import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { bad, collect, good, type Outcome } from "../../errors/fault.ts";
import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Content } from "../../module/content.ts";
import type { FlinkRun } from "../../services/flink/model.ts";

/** How much of a job's id is of its name, and how much of what it runs; the rest is the moment of its start. */
const NAME_DIGITS = 8;
const RUN_DIGITS = 12;

interface Wanted {
  readonly name: string;
  readonly entry_class?: string;
  readonly args?: unknown;
  readonly parallelism?: number;
  readonly allow_non_restored_state: boolean;
}

/** What the arguments ask to be run. */
export function runOf(wanted: Wanted, jar: Content): Outcome<FlinkRun> {
  const args = programArgs(wanted.args);
  if (!args.ok) return args;
  const { entry_class: entryClass, parallelism } = wanted;
  return good({
    jar: jarName(wanted.name, jar),
    args: args.value,
    ...(entryClass !== undefined && { entryClass }),
    ...(parallelism !== undefined && { parallelism }),
    ...(wanted.allow_non_restored_state && { allowNonRestoredState: true }),
  });
}

/** The name under which a jar is uploaded: the same bytes for the same job have the same name. */
export function jarName(job: string, jar: Content): string {
  return `${safe(job)}-${jar.sha256.slice(0, 12)}.jar`;
}

/** Whether an uploaded jar is one of a job's: of an earlier version, too. */
export function isJarOf(job: string, file: string): boolean {
  const prefix = `${safe(job)}-`;
  return file.startsWith(prefix) && /^[0-9a-f]{12}\.jar$/.test(file.slice(prefix.length));
}

function safe(job: string): string {
  return job.replace(/[^A-Za-z0-9._-]+/g, "_");
}

/** Of what makes two starts the same job. That state may be dropped matters only at the start, so it is left out. */
export function digestOf({ jar, entryClass, args, parallelism }: FlinkRun): string {
  return sha256(JSON.stringify([jar, entryClass ?? null, args, parallelism ?? null])).slice(0, RUN_DIGITS);
}

/** How the ids of a job of that name begin, and with them the folders of its checkpoints. */
export function idOf(name: string): string {
  return sha256(name).slice(0, NAME_DIGITS);
}

/** How the id of a job begins that was started for this run: a job cannot hide it, whatever parameters it sets itself. */
export function idOfRun(name: string, run: FlinkRun): string {
  return `${idOf(name)}${digestOf(run)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A list as it stands; a map by name, so that the order of its lines makes no difference. */
export function programArgs(args: unknown): Outcome<readonly string[]> {
  if (args === undefined || args === null) return good([]);
  if (Array.isArray(args)) return collect((args as readonly Value[]).map((arg, at) => text(arg, `item ${at + 1}`)));
  if (!isMap(args as Value)) return unclear("they are neither a list nor a map");
  const entries = Object.entries(args as ValueMap).sort(([a], [b]) => (a < b ? -1 : 1));
  return collect(
    entries.flatMap(([name, value]) => {
      const flag = good(`--${name}`);
      return value === null ? [flag] : [flag, text(value, `\`${name}\``)];
    }),
  );
}

function text(arg: Value, where: string): Outcome<string> {
  if (arg !== null && typeof arg !== "object") return good(String(arg));
  return unclear(`${where} is not a text, a number or a boolean`);
}

function unclear(problem: string): Outcome<never> {
  return bad(flinkFault("services/flink-arguments", { problem }));
}
