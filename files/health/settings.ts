/** What the environment variables say. */
export interface Settings {
  /** The server's name in the inventory. */
  readonly host: string;
  readonly bootstrap: readonly string[];
  readonly topic: string;
  readonly intervalMs: number;
  readonly heartbeat: string;
  /** Folders whose file systems are measured, by the label that is shown. */
  readonly folders: Readonly<Record<string, string>>;
  /** Whether this server also asks the services. */
  readonly services: Services | undefined;
}

export interface Services {
  readonly flink: string;
  readonly druid: string;
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

/** Throws if a variable that is required is missing. */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  const required = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === "") throw new Error(`The environment variable ${name} is not set.`);
    return value;
  };
  return {
    host: required("HEALTH_HOST"),
    bootstrap: required("HEALTH_BOOTSTRAP").split(","),
    topic: required("HEALTH_TOPIC"),
    intervalMs: Number(required("HEALTH_INTERVAL_SECONDS")) * 1000,
    heartbeat: required("HEALTH_HEARTBEAT"),
    folders: Object.fromEntries(
      required("HEALTH_FOLDERS")
        .split(",")
        .map((pair) => pair.split("=") as [string, string]),
    ),
    services: servicesFrom(env),
  };
}

function servicesFrom(env: Readonly<Record<string, string | undefined>>): Services | undefined {
  const { HEALTH_FLINK: flink = "", HEALTH_DRUID: druid = "" } = env;
  if (flink === "" || druid === "") return undefined;
  const { HEALTH_DRUID_USER: user = "", HEALTH_DRUID_PASSWORD: password = "" } = env;
  return { flink, druid, login: user === "" ? undefined : { user, password } };
}
