import { databaseFault } from "../../../errors/catalogue/databases.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Predicted } from "../../../module/contract.ts";
import { tail } from "../script-output.ts";

/** What a probe has found: the server's answer, or no way to it. */
export type Asked<State> = { readonly is: "answered"; readonly state: State } | Unanswered;

/** `data`: whether the target has data of a server. */
export interface Unanswered {
  readonly is: "no client" | "silent";
  readonly data: boolean;
  readonly details: readonly string[];
}

/** A kind of server, as a task with these arguments reaches it. */
export interface Server {
  readonly name: string;
  /** The client, and the packages that have it, in a sentence. */
  readonly program: string;
  readonly install: string;
  /** The packages and units that bring a server to the target. */
  readonly packages: RegExp;
  readonly units: RegExp;
  readonly isLocal: boolean;
  readonly usesSocket: boolean;
  /** What to do if it lets nobody in. */
  readonly advice: string;
}

/** The parser of an apply. */
export function changedBy(what: string): (answer: Answer) => Outcome<ValueMap> {
  return (answer) => (answer.exit === 0 ? good({}) : bad(refusal(what, answer)));
}

/** Only the server's own words: what was printed before may be secret. */
export function refusal(what: string, { exit, stderr }: Answer): Fault {
  return databaseFault("modules/database-answer", { what, exit }, { details: tail(stderr) });
}

/** What a task finds if no server answered. */
export type Later =
  { readonly is: "new" } | { readonly is: "unknown"; readonly why: string } | { readonly fault: Fault };

/** The server that earlier tasks would bring, or why the task cannot do its work. */
export function serverLater(server: Server, { is, data, details }: Unanswered, predicted: Predicted): Later {
  const pack = server.isLocal ? predictedName(predicted, "package", server.packages) : undefined;
  if (pack !== undefined && !data && (is === "no client" || server.usesSocket)) return { is: "new" };
  const unit = server.isLocal ? predictedName(predicted, "unit", server.units) : undefined;
  const cause = pack === undefined ? unit && `the unit ${unit}` : `the package ${pack}`;
  if (cause !== undefined) {
    const found = data ? ", and the target has data of a server already" : "";
    return { is: "unknown", why: `an earlier task would change ${cause}${found}` };
  }
  return { fault: is === "no client" ? noClient(server) : noServer(server, details) };
}

/** The name of a resource that is there after the predicted changes. */
function predictedName(predicted: Predicted, kind: "package" | "unit", pattern: RegExp): string | undefined {
  const names: string[] = [];
  predicted.any(kind, (name) => {
    if (pattern.test(name) && predicted.get({ kind, name }) !== null) names.push(name);
    return false;
  });
  return names[0];
}

function noClient({ name, program, install }: Server): Fault {
  return systemFault("modules/no-program", { program, what: `manage ${name}`, install }, { missing: true });
}

function noServer({ name, advice }: Server, details: readonly string[]): Fault {
  return databaseFault("modules/no-database-server", { server: name, advice }, { details, missing: true });
}
