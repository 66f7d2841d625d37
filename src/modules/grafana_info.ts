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
      items: { type: "string", format: "path-part", description: "A data source's uid." },
      description: "The data sources that must report that they are healthy.",
    },
    plugins: {
      type: "array",
      items: {
        type: "string",
        pattern: "^[\\w-]+(@[\\w.+-]+)?$",
        rule: "ID or ID@VERSION",
        description: "ID or ID@VERSION.",
      },
      description: "The plugins that must be installed.",
    },
  },
  required: ["url", "password"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

/** Grafana's default account and its default password. */
const DEFAULT = "admin";

interface ObservedGrafana {
  readonly health: GrafanaHealth;
  /** Versions by id; undefined if the plugin is not installed. */
  readonly plugins: ReadonlyMap<string, string | undefined>;
  readonly datasources: ReadonlyMap<string, DataSourceHealth>;
}

/** The observed Grafana, or the first fault. */
type State = Outcome<ObservedGrafana>;

export const grafana_info = serviceModule<typeof schema, State, GrafanaTarget, GrafanaReader, GrafanaWriter>({
  name: "grafana_info",
  summary: "Checks that Grafana is healthy, has its plugins and data sources, and requires a login.",
  notes: [
    "It changes nothing. Use the result's `settled` in `until`: a wrong login is not tried again, because waiting cannot fix it.",
    "The task fails if the account `admin` still has the default password. If `user` is `admin`, the given `password` shows this, and no other is tried: Grafana locks an account after five wrong passwords within five minutes.",
  ],
  args: schema,
  returns: {
    healthy: "Whether all requirements are met.",
    settled: "Whether trying again is pointless: all is well, or waiting cannot fix the fault.",
    version: "Grafana's version.",
    plugins: "The versions of the requested plugins, by id.",
    datasources: "The health message of each requested data source, by uid.",
  },
  examples: [
    {
      title: "Check that Grafana is up and reaches Druid",
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
  probe: async (args, reader) => good(await observe(args, reader)),
  decide: (args, state) => decide(args, state),
  apply: () => Promise.resolve(good({})),
});

async function observe(args: Args, reader: GrafanaReader): Promise<State> {
  const health = await reader.health();
  if (!health.ok) return health;
  const { database } = health.value;
  if (database !== "ok") return bad(grafanaFault("services/grafana-unhealthy", { database }, { missing: true }));
  const login = await loginFault(args, reader);
  if (!login.ok) return login;
  if (login.value) return bad(login.value);
  const plugins = new Map<string, string | undefined>();
  for (const plugin of args.plugins ?? []) {
    const version = await reader.plugin(idOf(plugin));
    if (!version.ok) return version;
    plugins.set(idOf(plugin), version.value);
  }
  const datasources = new Map<string, DataSourceHealth>();
  for (const uid of args.datasources ?? []) {
    const found = await reader.datasourceHealth(uid);
    if (!found.ok) return found;
    datasources.set(uid, found.value);
  }
  return good({ health: health.value, plugins, datasources });
}

/** Checks in turn that Grafana requires a login, accepts the given one, and rejects the default one. */
async function loginFault({ url, user, password }: Args, reader: GrafanaReader): Promise<Outcome<Fault | undefined>> {
  const without = await reader.statusWithoutLogin();
  if (!without.ok) return without;
  if (without.value !== 401) return good(grafanaFault("services/grafana-open", { status: without.value }));
  const accepted = await reader.accepts(user, password);
  if (!accepted.ok) return accepted;
  if (!accepted.value) return good(grafanaFault("services/grafana-login", { url, user }));
  const usesDefault = user === DEFAULT ? good(password === DEFAULT) : await reader.accepts(DEFAULT, DEFAULT);
  if (!usesDefault.ok) return usesDefault;
  return good(usesDefault.value ? grafanaFault("services/grafana-default-password", { user: DEFAULT }) : undefined);
}

function decide(args: Args, state: State): Decision {
  const fault = state.ok ? unmet(args, state.value) : state.faults[0];
  const result = {
    healthy: !fault,
    settled: isSettled(fault),
    ...(state.ok ? resultOf(state.value) : NOTHING_OBSERVED),
  };
  return { changes: [], result, ...(fault && { fault }) };
}

const NOTHING_OBSERVED: ValueMap = { version: null, plugins: {}, datasources: {} };

function unmet({ plugins: required = [] }: Args, { plugins, datasources }: ObservedGrafana): Fault | undefined {
  const extras = { missing: true };
  for (const plugin of required) {
    const [id, version] = [idOf(plugin), versionOf(plugin)];
    const installed = plugins.get(id);
    if (installed !== undefined && (version === undefined || version === installed)) continue;
    return grafanaFault("services/grafana-plugin", { id, expected: version, actual: installed }, extras);
  }
  const unhealthy = [...datasources].find(([, { healthy }]) => !healthy);
  return (
    unhealthy &&
    grafanaFault("services/grafana-datasource", { uid: unhealthy[0], reason: unhealthy[1].message }, extras)
  );
}

function resultOf({ health, plugins, datasources }: ObservedGrafana): ValueMap {
  return {
    version: health.version,
    plugins: Object.fromEntries([...plugins].map(([id, version]) => [id, version ?? null])),
    datasources: Object.fromEntries([...datasources].map(([uid, { message }]) => [uid, message])),
  };
}

const idOf = (plugin: string): string => plugin.replace(/@.*$/, "");
const versionOf = (plugin: string): string | undefined => plugin.split("@")[1];
