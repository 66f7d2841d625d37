import { good, type Outcome } from "../../errors/fault.ts";
import type { FactSource } from "../../language/facts/catalogue.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Answer } from "../../module/answer.ts";
import { readProgram } from "../../module/script.ts";
import type { ReadSession } from "../../shell/session.ts";
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
  const access = await run.target.access();
  const found = access.ok ? await readFacts(access.value.session, sources, { known: run.facts, wallClock }) : access;
  if (!found.ok) {
    markUnreachable(run, found.faults[0], emit);
    return;
  }
  run.facts = { ...run.facts, ...found.value };
  for (const source of sources) run.factSources.add(source);
}

/** What is there before a read. */
interface Before {
  readonly known: ValueMap | undefined;
  readonly wallClock: RunContext["wallClock"];
}

/** The facts of these sources, in one round trip. */
export async function readFacts(
  session: ReadSession,
  sources: readonly FactSource[],
  { known, wallClock }: Before,
): Promise<Outcome<ValueMap>> {
  const readers = sources.flatMap((source) => (source === "base" ? [] : [READERS[source]]));
  // The first script reads the clock. What others need of its answer was read before, or is read now.
  const isFirst = sources.includes("base");
  const scripts = [...(isFirst ? [readProgram(base)] : []), ...readers.map(({ script }) => script)];
  const from = wallClock();
  const answers = await session.read(scripts, undefined);
  if (!answers.ok) return answers;
  const [first] = answers.value;
  const basic = isFirst && first ? parseBase(first, { from, to: wallClock() }) : {};
  const others = isFirst ? answers.value.slice(1) : answers.value;
  return good({ ...basic, ...parseAll(readers, others, { ...known, ...basic }) });
}

function parseAll(readers: readonly Reader[], answers: readonly Answer[], known: ValueMap): ValueMap {
  const hostname = typeof known["hostname"] === "string" ? known["hostname"] : "";
  const parts = readers.map(({ parse }, index) => parse(answers[index]?.stdout ?? "", hostname));
  return Object.assign({}, ...parts) as ValueMap;
}
