import type { Value } from "../../model/value.ts";
import { listAt, stringAt } from "../json-fields.ts";

/** The innermost causes of a job's last failures, the newest first. */
export function parseProblems(json: Value): string[] {
  const traces = listAt(json, "exceptionHistory", "entries").map((entry) => stringAt(entry, "stacktrace") ?? "");
  return [...new Set(traces.flatMap((trace) => rootCause(trace) ?? []))];
}

/** The reason in an error answer: the innermost cause if it is a stack trace. */
export function reasonOf(json: Value | undefined, content: string): string {
  const errors = listAt(json, "errors").filter((error) => typeof error === "string");
  const text = errors.length > 0 ? errors.join("\n") : content;
  return rootCause(text) ?? (text.split("\n")[0] ?? "").slice(0, 500);
}

/** The innermost "Caused by" of a Java stack trace, or its first line; without the package of the exception class. */
export function rootCause(trace: string): string | undefined {
  const lines = trace.split("\n").map((line) => line.trim());
  const causes = lines.filter((line) => line.startsWith("Caused by: "));
  const cause =
    causes.at(-1)?.slice("Caused by: ".length) ?? lines.find((line) => /^[\w.$]+(Exception|Error)\b/.test(line));
  return cause?.replace(/^(?:java\.util\.concurrent\.CompletionException: )?(?:[\w$]+\.)+(?=[A-Z])/, "").slice(0, 500);
}
