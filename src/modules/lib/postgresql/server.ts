import { bad, good, type Outcome } from "../../../errors/fault.ts";
import { parseJson } from "../../../model/parse-json.ts";
import { isMap, type ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Predicted } from "../../../module/contract.ts";
import { refusal, serverLater, type Asked, type Server } from "../database/server.ts";
import { fields, tail, unexpected } from "../script-output.ts";
import { isLocal, type PostgresqlLogin } from "./args.ts";

/** The server that a login means. */
export function postgresqlServer(login: PostgresqlLogin): Server {
  const local = isLocal(login);
  return {
    name: "PostgreSQL",
    program: "psql",
    install: "Debian's package is postgresql-client; the package postgresql has the server, too",
    packages: /^postgresql(?:-\d+)?$/,
    units: /^postgresql/,
    isLocal: local,
    usesSocket: login.login_host === undefined,
    advice: local
      ? "Use `become_user: postgres`, or set `login_user` and `login_password`."
      : "Check `login_host`, `login_port`, `login_user` and `login_password`.",
  };
}

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

/** What a task finds whose user is the one that the predicted package of the server brings: without that user, no data is left. */
export function withoutServerUser(
  login: PostgresqlLogin,
  predicted: Predicted,
  user: string,
): Asked<never> | undefined {
  const asked = { is: "no client", data: false, details: [] } as const;
  const later = user === "postgres" ? serverLater(postgresqlServer(login), asked, predicted) : undefined;
  return later !== undefined && "is" in later && later.is === "new" ? asked : undefined;
}

/** A line of JSON that is an object. */
export function parseObject(line: string): ValueMap | undefined {
  const parsed = parseJson(line);
  return parsed.ok && isMap(parsed.value) ? parsed.value : undefined;
}
