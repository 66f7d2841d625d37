import type { ClientRun } from "../run/client.ts";
import { APP } from "../target/files.ts";
import type { Assertion } from "./evidence.ts";

const RECORD = "Record the change";
const RESTART = "Restart the socket";

/** Each notified handler runs after the last change, and twice only if the fault fell into it. */
export const handlersRan: Assertion = (evidence) => [...recorded(evidence), ...restarted(evidence)];

/** This handler notes the version of the file that it found, when it begins and when it ends. */
const recorded: Assertion = ({ first, others, afterSecond, afterThird }) => {
  const version = afterThird.entries.get(`${APP}/secret.conf`)?.split(" ").at(-1) ?? "none";
  const begins = afterThird.journal.filter((line) => isNote(line, "begin-record", version));
  const problems: string[] = [];
  if (!afterSecond.journal.some((line) => isNote(line, "end-record", version))) {
    problems.push(`The handler "${RECORD}" did not run after the change, not even in the second run.`);
  }
  const cut = [first, ...others].some((run) => begins[0]?.split(" ")[1] === run.id && !isSettled(run));
  if (begins.length > (cut ? 2 : 1)) {
    problems.push(`The handler "${RECORD}" ran ${begins.length} times for one change: ${begins.join(", ")}.`);
  }
  return problems;
};

function isNote(line: string, word: string, version: string): boolean {
  const [found, , digest] = line.split(" ");
  return found === word && digest === version;
}

/** Whether the run went on after the handler: then the server no longer remembers it. */
function isSettled({ lines }: ClientRun): boolean {
  const end = lines.findIndex(
    (line) => line.event === "task_result" && line.task === RECORD && line.status === "changed",
  );
  return end >= 0 && lines.slice(end + 1).some(({ event }) => event === "task_start");
}

/** Seen in the reports only: a run whose report is cut may have done it, too. */
const restarted: Assertion = ({ first, others, second }) => {
  const runs = [first, ...others, second];
  const ran = runs.some(({ results }) => results.some(({ task, status }) => task === RESTART && status === "changed"));
  return ran || first.recap === undefined ? [] : [`The handler "${RESTART}" was never reported as run.`];
};
