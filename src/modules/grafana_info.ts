import { grafanaFault } from "../errors/catalogue/services/grafana.ts";
import { bad, type Fault, good, type Outcome } from "../errors/fault.ts";
import type { ValueMap } from "../model/value.ts";
import { type Decision, serviceModule } from "../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import type {
  DataSourceHealth,
  GrafanaHealth,
  GrafanaReader,
  GrafanaTarget,
  GrafanaWriter,
} from "../services/grafana/model.ts";
import { grafanaService } from "../services/grafana/grafana.ts";
import { GRAFANA_ARGS, grafanaTarget } from "./lib/grafana/args.ts";
import { isSettled } from "./lib/grafana/retry.ts";

const schema = {
  properties: {
    ...GRAFANA_ARGS,
    datasources: {
      type: "array",
      items: { type: "string", description: "A data source's uid." },
      description: "The data sources that must say that they are healthy.",
    },
    plugins: {
      type: "array",
      items: { type: "string", pattern: "^[\\w-]+(@[\\w.+-]+)?$", description: "ID or ID@VERSION." },
      description: "The plugins that must be installed.",
    },
  },
  required: ["url", "password"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

/** The account and password that Grafana has where nobody sets others. */
const DEFAULT = "admin";

interface Seen {
  readonly health: GrafanaHealth;
  /** By id; nothing where it is not installed. */
  readonly plugins: ReadonlyMap<string, string | undefined>;
  readonly datasources: ReadonlyMap<string, DataSourceHealth>;
}

/** What was seen, or the first thing that is not as it has to be. */
type State = Outcome<Seen>;

export const grafana_info = serviceModule<typeof schema, State, GrafanaTarget, GrafanaReader, GrafanaWriter>({
  name: "grafana_info",
  summary: "Checks that Grafana is healthy, has its plugins and data sources, and lets nobody in without a login.",
  notes: [
    "It changes nothing. For `until` there is `settled` in the result: a wrong login is never tried again, because it does not become right.",
    "The default password is refused where the account `admin` accepts `password` and that is another one: the default itself is tried only where `user` is another account, because five wrong tries within five minutes lock one.",
  ],
  args: schema,
  returns: {
    healthy: "Whether all is as it has to be.",
    settled: "Whether trying again is of no use, for better or worse.",
    version: "Grafana's version.",
    plugins: "Version by id, of the plugins asked for.",
    datasources: "What each data source asked for says of itself, by uid.",
  },
  examples: [
    {
      title: "Grafana is up, and its Druid is reached",
      args: {
        url: "http://127.0.0.1:3003",
        password: "{{ grafana_admin_password }}",
        plugins: ["grafadruid-druid-datasource"],
        datasources: ["druid"],
      },
    },
  ],
  service: grafanaService,
  target: grafanaTarget,
  probe: async (args, reader) => good(await see(args, reader)),
  decide: (args, state) => decide(args, state),
  apply: () => Promise.resolve(good({})),
});

async function see(args: Args, reader: GrafanaReader): Promise<State> {
  const health = await reader.health();
  if (!health.ok) return health;
  const { database } = health.value;
  if (database !== "ok") return bad(grafanaFault("services/grafana-unhealthy", { database }, { missing: true }));
  const barred = await lockFault(args, reader);
  if (!barred.ok) return barred;
  if (barred.value) return bad(barred.value);
  const plugins = new Map<string, string | undefined>();
  for (const wanted of args.plugins ?? []) {
    const version = await reader.plugin(idOf(wanted));
    if (!version.ok) return version;
    plugins.set(idOf(wanted), version.value);
  }
  const datasources = new Map<string, DataSourceHealth>();
  for (const uid of args.datasources ?? []) {
    const found = await reader.datasourceHealth(uid);
    if (!found.ok) return found;
    datasources.set(uid, found.value);
  }
  return good({ health: health.value, plugins, datasources });
}

/** What is wrong with the locks, if anything; the login itself is looked at first. */
async function lockFault({ url, user, password }: Args, reader: GrafanaReader): Promise<Outcome<Fault | undefined>> {
  const without = await reader.statusWithoutLogin();
  if (!without.ok) return without;
  if (without.value !== 401) return good(grafanaFault("services/grafana-open", { status: without.value }));
  const accepted = await reader.accepts(user, password);
  if (!accepted.ok) return accepted;
  if (!accepted.value) return good(grafanaFault("services/grafana-login", { url, user }));
  const known = user === DEFAULT ? good(password === DEFAULT) : await reader.accepts(DEFAULT, DEFAULT);
  if (!known.ok) return known;
  return good(known.value ? grafanaFault("services/grafana-default-password", { user: DEFAULT }) : undefined);
}

function decide(args: Args, state: State): Decision {
  const fault = state.ok ? unmet(args, state.value) : state.faults[0];
  const result = { healthy: !fault, settled: isSettled(fault), ...(state.ok ? resultOf(state.value) : NOTHING_SEEN) };
  return { changes: [], result, ...(fault && { fault }) };
}

const NOTHING_SEEN: ValueMap = { version: null, plugins: {}, datasources: {} };

function unmet({ plugins: wanted = [] }: Args, { plugins, datasources }: Seen): Fault | undefined {
  const extras = { missing: true };
  for (const plugin of wanted) {
    const [id, version] = [idOf(plugin), versionOf(plugin)];
    const seen = plugins.get(id);
    if (seen !== undefined && (version === undefined || version === seen)) continue;
    return grafanaFault("services/grafana-plugin", { id, expected: version, actual: seen }, extras);
  }
  const ill = [...datasources].find(([, { healthy }]) => !healthy);
  return ill && grafanaFault("services/grafana-datasource", { uid: ill[0], reason: ill[1].message }, extras);
}

function resultOf({ health, plugins, datasources }: Seen): ValueMap {
  return {
    version: health.version,
    plugins: Object.fromEntries([...plugins].map(([id, version]) => [id, version ?? null])),
    datasources: Object.fromEntries([...datasources].map(([uid, { message }]) => [uid, message])),
  };
}

const idOf = (plugin: string): string => plugin.replace(/@.*$/, "");
const versionOf = (plugin: string): string | undefined => plugin.split("@")[1];
