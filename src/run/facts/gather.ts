import type { FactSource } from "../../language/facts/catalogue.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Answer } from "../../module/answer.ts";
import { readProgram } from "../../module/script.ts";
import type { RunContext } from "../context.ts";
import { markUnreachable, type HostRun } from "../host-run.ts";
import { parseBase } from "./base.ts";
import { READERS, type Reader } from "./readers.ts";
import { base } from "./scripts/base.sh.ts";

/**
 * Reads the facts of a host that come from these sources, in one round trip. What was read before is kept. A host that does not answer is
 * out of the run.
 */
export async function gatherFacts(
  run: HostRun,
  wanted: ReadonlySet<FactSource>,
  { wallClock, emit }: RunContext,
): Promise<void> {
  const sources = [...wanted].filter((source) => !run.factSources.has(source));
  if (sources.length === 0) return;
  const readers = sources.flatMap((source) => (source === "base" ? [] : [READERS[source]]));
  const access = await run.target.access();
  const from = wallClock();
  // The first script reads the clock. What others need of its answer was read before, or is read now.
  const isFirst = sources.includes("base");
  const scripts = [...(isFirst ? [readProgram(base)] : []), ...readers.map(({ script }) => script)];
  const answers = access.ok ? await access.value.session.read(scripts, undefined) : access;
  if (!answers.ok) {
    markUnreachable(run, answers.faults[0], emit);
    return;
  }
  const [first] = answers.value;
  if (isFirst && first) run.facts = { ...run.facts, ...parseBase(first, { from, to: wallClock() }) };
  const others = isFirst ? answers.value.slice(1) : answers.value;
  run.facts = { ...run.facts, ...parseAll(readers, others, run.facts) };
  for (const source of sources) run.factSources.add(source);
}

function parseAll(readers: readonly Reader[], answers: readonly Answer[], known: ValueMap | undefined): ValueMap {
  const hostname = typeof known?.["hostname"] === "string" ? known["hostname"] : "";
  const parts = readers.map(({ parse }, index) => parse(answers[index]?.stdout ?? "", hostname));
  return Object.assign({}, ...parts) as ValueMap;
}
