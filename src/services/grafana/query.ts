import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Reply } from "../http/reply.ts";
import { stringAt, valueAt } from "../json-fields.ts";
import { reasonOf } from "./http.ts";
import type { DataSource, PanelQuery, QueryAnswer, TimeRange } from "./model.ts";
import { errorMessageIn } from "./reason.ts";
import { queryText, rowsIn, sourceFor } from "./responses.ts";
import { replaced, type Values, withVariables } from "./variables.ts";

/** The width of a panel, in points, that a browser assumes if the panel sets none. */
export const POINTS = 1000;
/** Data sources that exist in Grafana without being set up. */
const BUILT_IN = ["grafana", "-- Grafana --", "__expr__"];

/** A query ready to be sent, or the name of its unknown data source. */
export interface PreparedQuery {
  readonly refId: string;
  readonly text: string;
  readonly unknownSource: string | undefined;
  readonly body: ValueMap;
}

/** The resolution at which a query is run. */
interface Resolution {
  readonly intervalMs: number;
  readonly maxDataPoints: number;
}

/** Replaces the variables of a query and finds its data source. */
export function prepareQuery(
  { refId, datasource, model }: PanelQuery,
  { values, sources }: { readonly values: Values; readonly sources: readonly DataSource[] },
  resolution: Resolution = { intervalMs: 1000, maxDataPoints: POINTS },
): PreparedQuery {
  const query = withVariables(model, values);
  const named = datasource === undefined ? undefined : replaced(datasource, values);
  const source = sourceFor(named, sources);
  const builtIn = named !== undefined && BUILT_IN.includes(named) ? { uid: named, type: named } : undefined;
  const unknownSource = source || builtIn ? undefined : (named ?? "the default one");
  const reference = source ? { uid: source.uid, type: source.type } : (builtIn ?? null);
  const body = { ...(isMap(query) ? query : {}), refId, datasource: reference, ...resolution };
  return { refId, text: queryText(body), unknownSource, body };
}

/** The body of one request with several queries. */
export function requestBody(queries: readonly PreparedQuery[], { from, to }: TimeRange): Value {
  return { queries: queries.map(({ body }) => body), from: `${from}`, to: `${to}` };
}

/** The answer to one query. If another query of the request fails, the status is an error, but the rows are there. */
export function answerTo(refId: string, reply: Reply | undefined): QueryAnswer {
  const result = valueAt(reply?.json, "results", refId);
  if (reply && result === undefined) return { kind: "failed", reason: reasonOf(reply) };
  const error = stringAt(result, "error");
  return error ? { kind: "failed", reason: errorMessageIn(error) } : { kind: "rows", rows: rowsIn(result) };
}
