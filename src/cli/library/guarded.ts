import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import type { NonEmpty } from "../../model/non-empty.ts";
import type { Apply, Decision, Module, Probe, ShellModule } from "../../module/contract.ts";
import { read, write } from "../../module/script.ts";

/** A module whose steps fail their task if they throw: that is a mistake in the project's file, not a defect of provision. */
export function guarded(module: Module, file: string, name: string): Module {
  const caught = (error: unknown) => moduleFault("modules/threw", { ...whereOf(error, file), file: name });
  if (module.kind === "shell") return guardedShell(module, caught);
  if (module.kind !== "pure") return module;
  return {
    ...module,
    decide: (args: never) =>
      attempt(
        () => wholeDecision(module.decide(args)),
        (error) => failed(caught(error)),
      ),
  };
}

function guardedShell(module: ShellModule<never, unknown>, caught: (error: unknown) => Fault): Module {
  return {
    ...module,
    probe: (args: never) =>
      attempt(
        () => guardedProbe(module.probe(args), caught),
        (error): Probe<unknown> => ({ script: read`:`, parse: () => bad(caught(error)) }),
      ),
    decide: (args: never, state, predicted) =>
      attempt(
        () => wholeDecision(module.decide(args, state, predicted)),
        (error) => failed(caught(error)),
      ),
    apply: (args: never, changes: NonEmpty<Change>, state: unknown) =>
      attempt(
        () => guardedApply(module.apply(args, changes, state), caught),
        (error): Apply => ({ script: write`:`, parse: () => bad(caught(error)) }),
      ),
  };
}

function guardedProbe({ script, parse }: Probe<unknown>, caught: (error: unknown) => Fault): Probe<unknown> {
  return {
    script,
    parse: (answer) =>
      attempt<Outcome<unknown>>(
        () => parse(answer),
        (error) => bad(caught(error)),
      ),
  };
}

function guardedApply(apply: Apply, caught: (error: unknown) => Fault): Apply {
  const { parse } = apply;
  return parse
    ? {
        ...apply,
        parse: (answer) =>
          attempt(
            () => parse(answer),
            (error) => bad(caught(error)),
          ),
      }
    : apply;
}

/** The decision, if it has the form that the engine relies on. */
function wholeDecision(decision: Partial<Decision> | undefined): Decision {
  const { changes, result } = decision ?? {};
  if (!Array.isArray(changes) || typeof result !== "object")
    throw new Error("`decide` returned no `{ changes, result }`");
  const isWhole = ({ resource, summary, before, after }: Partial<Change>) =>
    resource !== undefined && typeof summary === "string" && before !== undefined && after !== undefined;
  if (!changes.every(isWhole)) throw new Error("a change is no `{ resource: { kind, name }, summary, before, after }`");
  return decision as Decision;
}

function failed(fault: Fault): Decision {
  return { changes: [], result: {}, fault };
}

function attempt<T>(act: () => T, otherwise: (error: unknown) => T): T {
  try {
    return act();
  } catch (error) {
    return otherwise(error);
  }
}

/** What was thrown, and the line of the file where. */
export function whereOf(error: unknown, file: string): { readonly problem: string; readonly line: number | undefined } {
  const { message: problem = String(error), stack = "" } = (error ?? {}) as {
    readonly message?: string;
    readonly stack?: string;
  };
  const at = stack.indexOf(`${file}:`);
  const line = at < 0 ? undefined : Number.parseInt(stack.slice(at + file.length + 1), 10);
  return { problem, line: Number.isNaN(line) ? undefined : line };
}
