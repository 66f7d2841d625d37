import { databaseFault } from "../../../errors/catalogue/databases.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import { parseJson } from "../../../model/parse-json.ts";
import { isMap, type ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Predicted } from "../../../module/contract.ts";
import { fields, tail, unexpected } from "../script-output.ts";
import { isLocal, type PostgresqlLogin } from "./args.ts";

/** What a probe has found: the server's answer, or no way to it. */
export type Asked<State> =
  | { readonly is: "answered"; readonly state: State }
  /** `data`: whether the target has data of a server. */
  | { readonly is: "no client" | "silent"; readonly data: boolean; readonly details: readonly string[] };

/** Reads what `askServer` printed: one line of JSON, which `parse` turns into the state. */
export function answerOf<State>(
  what: string,
  answer: Answer,
  parse: (line: string) => State | undefined,
): Outcome<Asked<State>> {
  if (answer.exit !== 0) return bad(refusal(what, answer));
  const output = fields(answer.stdout);
  const how = output.get("psql");
  if (how === "no" || how === "silent") {
    const is = how === "no" ? "no client" : "silent";
    return good({ is, data: output.get("data") !== undefined, details: tail(answer.stderr) });
  }
  const state = answer.omitted ? undefined : parse(answer.stdout.trim());
  return state === undefined ? unexpected(what, answer) : good({ is: "answered", state });
}

/** The parser of an apply. */
export function changedBy(what: string): (answer: Answer) => Outcome<ValueMap> {
  return (answer) => (answer.exit === 0 ? good({}) : bad(refusal(what, answer)));
}

/** Only the server's own words: what was printed before may be secret. */
function refusal(what: string, { exit, stderr }: Answer): Fault {
  return databaseFault("modules/database-answer", { what, exit }, { details: tail(stderr) });
}

/** What a task finds if no server answered. */
export type Later =
  { readonly is: "new" } | { readonly is: "unknown"; readonly why: string } | { readonly fault: Fault };

/** The server that earlier tasks would bring, or why the task cannot do its work. */
export function serverLater(
  login: PostgresqlLogin,
  { is, data, details }: Exclude<Asked<unknown>, { is: "answered" }>,
  predicted: Predicted,
): Later {
  const server = isLocal(login) ? predictedName(predicted, "package", /^postgresql(?:-\d+)?$/) : undefined;
  const usesSocket = login.login_host === undefined;
  if (server !== undefined && !data && (is === "no client" || usesSocket)) return { is: "new" };
  const unit = isLocal(login) ? predictedName(predicted, "unit", /^postgresql/) : undefined;
  const cause = server === undefined ? unit && `the unit ${unit}` : `the package ${server}`;
  if (cause !== undefined) {
    const found = data ? ", and the target has data of a server already" : "";
    return { is: "unknown", why: `an earlier task would change ${cause}${found}` };
  }
  return { fault: is === "no client" ? noClient() : noServer(login, details) };
}

/** What a task finds whose user is the one that the predicted package of the server brings: without that user, no data is left. */
export function withoutServerUser(
  login: PostgresqlLogin,
  predicted: Predicted,
  user: string,
): Asked<never> | undefined {
  const asked = { is: "no client", data: false, details: [] } as const;
  const later = user === "postgres" ? serverLater(login, asked, predicted) : undefined;
  return later !== undefined && "is" in later && later.is === "new" ? asked : undefined;
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

function noClient(): Fault {
  const parameters = {
    program: "psql",
    what: "manage PostgreSQL",
    install: "Debian's package is postgresql-client; the package postgresql has the server, too.",
  };
  return systemFault("modules/no-program", parameters, { missing: true });
}

function noServer(login: PostgresqlLogin, details: readonly string[]): Fault {
  const advice = isLocal(login)
    ? "Use `become_user: postgres`, or set `login_user` and `login_password`."
    : "Check `login_host`, `login_port`, `login_user` and `login_password`.";
  return databaseFault("modules/no-database-server", { server: "PostgreSQL", advice }, { details, missing: true });
}

/** A line of JSON that is an object. */
export function parseObject(line: string): ValueMap | undefined {
  const parsed = parseJson(line);
  return parsed.ok && isMap(parsed.value) ? parsed.value : undefined;
}
