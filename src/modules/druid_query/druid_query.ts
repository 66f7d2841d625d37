import { bad, good, type Outcome } from "../../errors/fault.ts";
import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import { serviceModule } from "../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import type { DruidReader, DruidTarget, DruidWriter } from "../../services/druid/model.ts";
import { druidService } from "../../services/druid/druid.ts";
import { parametersOf } from "./parameters.ts";
import { DRUID_ARGS, druidTarget } from "../lib/druid/args.ts";

const schema = {
  properties: {
    ...DRUID_ARGS,
    url: {
      ...DRUID_ARGS.url,
      description: "Druid's router or a broker, as seen from the host: http://127.0.0.1:8888.",
    },
    query: { type: "string", minLength: 1, description: "The SQL query, with a `?` for each parameter." },
    parameters: {
      type: "any",
      description: "The values for the `?`s, in order: strings, numbers, booleans, or {type: TIMESTAMP, value: …}.",
    },
    context: { type: "any", description: "The query's context, such as {sqlTimeZone: Europe/Berlin}." },
    timeout: {
      type: "number",
      minimum: 0.1,
      maximum: 86_400,
      default: 60,
      description: "The time limit for the whole answer, in seconds.",
    },
  },
  required: ["url", "query"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;
type State = readonly ValueMap[];

export const druid_query = serviceModule<typeof schema, State, DruidTarget, DruidReader, DruidWriter>({
  name: "druid_query",
  summary: "Runs an SQL query on Druid and returns the rows.",
  notes: [
    "It only reads, so it also runs in check mode. With `until` the query is repeated until the rows meet the condition.",
    "At most 1 MiB of rows is read; a longer answer fails the task.",
    "Pass values in `parameters`; never put them into the query itself.",
  ],
  args: schema,
  returns: { rows: "The rows, each a map by column.", count: "How many rows there are." },
  examples: [
    {
      title: "Count the readings that have arrived",
      args: { url: "http://127.0.0.1:8888", query: "SELECT COUNT(*) AS readings FROM clean_sensors" },
    },
    {
      title: "Get one sensor's newest reading of the last minute",
      args: {
        url: "http://127.0.0.1:8888",
        query:
          "SELECT MAX(__time) AS newest FROM raw_sensors WHERE sensor = ? AND __time > CURRENT_TIMESTAMP - INTERVAL '1' MINUTE",
        parameters: ["s1"],
      },
    },
  ],
  service: druidService,
  target: druidTarget,
  probe,
  decide: (_args, rows) => ({ changes: [], result: { rows, count: rows.length } }),
  apply: () => Promise.resolve(good({})),
});

async function probe({ query, parameters, context, timeout }: Args, reader: DruidReader): Promise<Outcome<State>> {
  const values = parametersOf(parameters);
  if (!values.ok) return values;
  const map = context as Value | undefined;
  const settings = map !== undefined && isMap(map) ? map : {};
  const rows = await reader.rows({ query, parameters: values.value, context: settings, seconds: timeout });
  if (rows.ok) return rows;
  const [fault] = rows.faults;
  // A table appears with its first segment.
  return /Object '[^']*' not found/.test(fault.message) ? bad({ ...fault, missing: true }) : rows;
}
