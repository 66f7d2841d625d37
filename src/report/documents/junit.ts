import type { Fault } from "../../errors/fault.ts";
import type { Event, TaskResult } from "../../events/event.ts";
import { groupBy } from "../../model/group-by.ts";
import { showOrigin } from "../../model/origin.ts";
import type { Output, Reporter } from "../reporter.ts";
import { visible, visibleLines } from "../visible.ts";

interface Case {
  /** The host, or the project. */
  readonly suite: string;
  readonly className: string;
  readonly name: string;
  /** Seconds. */
  readonly time: number;
  /** What is in the element; nothing for a success. */
  readonly outcome?: { readonly kind: "failure" | "error" | "skipped"; readonly type: string } & Told;
}

interface Told {
  readonly message: string;
  readonly text?: string;
}

/**
 * Writes the results as JUnit's XML, which CI servers show: a suite for each host, a case for each task or item. A difference that a check finds
 * is a failure, so that a nightly check shows what has drifted. https://github.com/testmoapp/junitxml describes what readers expect.
 */
export function junitReporter(output: Output): Reporter {
  const cases: Case[] = [];
  let isCheck = false;
  let started = "provision";
  return {
    on(event) {
      if (event.event === "run_start") {
        isCheck = event.check;
        started = `provision ${event.playbooks.join(" ")}`;
      }
      if (event.event === "task_result") cases.push(caseOf(event, isCheck));
      if (event.event === "host_unreachable") cases.push(faultCase(event.host, "connect", event.fault));
      if (event.event === "error") cases.push(faultCase("project", "load the project", event.fault));
      if (event.event === "recap") output.write(documentOf(started, cases, event));
    },
    end: () => output.flush(),
  };
}

function caseOf(event: TaskResult, isCheck: boolean): Case {
  const { host, play, role, task, item, stage, duration_ms: duration } = event;
  const prefix = stage === "task" ? "" : `${stage}: `;
  const name = `${prefix}${task}${item === undefined ? "" : ` (${item})`}`;
  const outcome = outcomeOf(event, isCheck);
  return { suite: host, className: role ?? play, name, time: duration / 1000, ...(outcome && { outcome }) };
}

function outcomeOf(event: TaskResult, isCheck: boolean): Case["outcome"] {
  const { status, fault, reason = "", changes, ignored, rescued } = event;
  if (ignored ?? rescued)
    return { kind: "skipped", type: ignored ? "ignored" : "rescued", message: fault?.message ?? reason };
  switch (status) {
    case "ok":
      return undefined;
    case "changed": {
      if (!isCheck) return undefined;
      const text = changes.map(({ resource, summary }) => `${resource.kind} ${resource.name}: ${summary}`).join("\n");
      return { kind: "failure", type: "drift", message: `would change: ${changes[0]?.summary ?? event.task}`, text };
    }
    case "skipped":
      return { kind: "skipped", type: "skipped", message: reason };
    case "unknown":
      return { kind: "skipped", type: "unknown", message: `unknown: ${reason}` };
    case "failed":
    case "unreachable":
    case "interrupted":
      return { kind: status === "failed" ? "failure" : "error", type: fault?.code ?? status, ...told(fault, reason) };
  }
}

function faultCase(suite: string, name: string, fault: Fault): Case {
  return {
    suite,
    className: "provision",
    name,
    time: 0,
    outcome: { kind: "error", type: fault.code, ...told(fault, "") },
  };
}

function told(fault: Fault | undefined, reason: string): Told {
  if (!fault) return { message: reason };
  const { message, hint, origin, details = [] } = fault;
  const place = origin ? [`at ${showOrigin(origin)}`] : [];
  return { message, text: [message, ...place, ...details, hint].join("\n") };
}

function documentOf(
  name: string,
  all: readonly Case[],
  { duration_ms: duration }: Extract<Event, { readonly event: "recap" }>,
): string {
  const whole = { name, ...countsOf(all), time: seconds(duration / 1000) };
  const elements = [...groupBy(all, ({ suite }) => suite)].map(([suite, cases]) => {
    const time = seconds(cases.reduce((sum, one) => sum + one.time, 0));
    return element("testsuite", { name: suite, ...countsOf(cases), time }, cases.map(caseElement).join(""));
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", whole, elements.join(""))}`;
}

function countsOf(cases: readonly Case[]) {
  const count = (kind: string) => String(cases.filter(({ outcome }) => outcome?.kind === kind).length);
  return {
    tests: String(cases.length),
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
  };
}

function caseElement({ className, name, time, outcome }: Case): string {
  const inner = outcome ? element(outcome.kind, { type: outcome.type, message: outcome.message }, textOf(outcome)) : "";
  return element("testcase", { classname: className, name, time: seconds(time) }, inner);
}

const textOf = ({ text = "" }: Told) => visibleLines(text).map(escaped).join("\n");

const seconds = (value: number) => value.toFixed(3);

function element(name: string, attributes: Readonly<Record<string, string>>, inner: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(visible(value))}"`);
  return inner === "" ? `<${name}${written.join("")}/>\n` : `<${name}${written.join("")}>${inner}</${name}>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML allows neither halves of surrogate pairs nor the last two characters of the plane. */
function escaped(text: string): string {
  return text.replace(/[\p{Surrogate}\ufffe\uffff]/gu, "\ufffd").replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
