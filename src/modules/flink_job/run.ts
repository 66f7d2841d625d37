import { createHash } from "node:crypto";
import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { bad, collect, good, type Outcome } from "../../errors/fault.ts";
import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Content } from "../../module/content.ts";
import type { FlinkRun } from "../../services/flink/model.ts";

/** The digits in a job's id that identify its name and its run; the rest is the time of its start. */
const NAME_DIGITS = 8;
const RUN_DIGITS = 12;

interface RunArgs {
  readonly name: string;
  readonly entry_class?: string;
  readonly args?: unknown;
  readonly parallelism?: number;
  readonly allow_non_restored_state: boolean;
}

/** The run that the arguments request. */
export function runOf(request: RunArgs, jar: Content): Outcome<FlinkRun> {
  const args = programArgs(request.args);
  if (!args.ok) return args;
  const { entry_class: entryClass, parallelism } = request;
  return good({
    jar: jarName(request.name, jar),
    args: args.value,
    ...(entryClass !== undefined && { entryClass }),
    ...(parallelism !== undefined && { parallelism }),
    ...(request.allow_non_restored_state && { allowNonRestoredState: true }),
  });
}

/** The name under which a jar is uploaded: the same bytes for the same job get the same name. */
export function jarName(job: string, jar: Content): string {
  return `${fileNameOf(job)}-${jar.sha256.slice(0, 12)}.jar`;
}

/** Whether an uploaded jar belongs to a job, in any version. */
export function isJarOf(job: string, file: string): boolean {
  const prefix = `${fileNameOf(job)}-`;
  return file.startsWith(prefix) && /^[0-9a-f]{12}\.jar$/.test(file.slice(prefix.length));
}

function fileNameOf(job: string): string {
  return job.replace(/[^A-Za-z0-9._-]+/g, "_");
}

/** The digest of what makes two starts the same job. Dropping state matters only at the start, so it is left out. */
export function digestOf({ jar, entryClass, args, parallelism }: FlinkRun): string {
  return sha256(JSON.stringify([jar, entryClass ?? null, args, parallelism ?? null])).slice(0, RUN_DIGITS);
}

/** The prefix of the ids of all jobs of that name, and of the folders of their checkpoints. */
export function idOf(name: string): string {
  return sha256(name).slice(0, NAME_DIGITS);
}

/** The prefix of the id of a job that was started for this run. A job cannot hide it, whatever parameters it sets itself. */
export function idOfRun(name: string, run: FlinkRun): string {
  return `${idOf(name)}${digestOf(run)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A list is kept in order; a map is sorted by name, so that the order of its entries makes no difference. */
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
  return unclear(`${where} is not a string, number or boolean`);
}

function unclear(problem: string): Outcome<never> {
  return bad(flinkFault("services/flink-arguments", { problem }));
}
