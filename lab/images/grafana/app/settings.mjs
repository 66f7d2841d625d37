/** Reads Grafana's environment variables. Throws for errors that would stop Grafana. */

const DEFAULTS = {
  GF_SERVER_HTTP_ADDR: "",
  GF_SERVER_HTTP_PORT: "3000",
  GF_SECURITY_ADMIN_USER: "admin",
  GF_SECURITY_ADMIN_PASSWORD: "admin",
  GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: "",
  GF_PATHS_DATA: "/var/lib/grafana",
  GF_PATHS_PLUGINS: "/var/lib/grafana/plugins",
  GF_PATHS_PROVISIONING: "/etc/grafana/provisioning",
};

/** `readFile` returns the content of a file that a variable ending in __FILE names. */
export function settingsFrom(env, readFile) {
  const values = { ...DEFAULTS, ...withFiles(env, readFile) };
  const isOn = (key) => values[key] === "true";
  return {
    address: values.GF_SERVER_HTTP_ADDR,
    port: portOf(values.GF_SERVER_HTTP_PORT),
    user: values.GF_SECURITY_ADMIN_USER,
    password: values.GF_SECURITY_ADMIN_PASSWORD,
    data: values.GF_PATHS_DATA,
    plugins: values.GF_PATHS_PLUGINS,
    provisioning: values.GF_PATHS_PROVISIONING,
    home: values.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH,
    anonymous: isOn("GF_AUTH_ANONYMOUS_ENABLED"),
    preinstall: isOn("GF_PLUGINS_PREINSTALL_DISABLED")
      ? { before: [], background: [] }
      : {
          before: [...requested(values.GF_PLUGINS_PREINSTALL_SYNC), ...deprecatedList(values.GF_INSTALL_PLUGINS)],
          background: requested(values.GF_PLUGINS_PREINSTALL),
        },
  };
}

function withFiles(env, readFile) {
  const values = { ...env };
  for (const [key, file] of Object.entries(env)) {
    if (!/^GF_.+__FILE$/.test(key) || !file) continue;
    const name = key.slice(0, -"__FILE".length);
    if (env[name]) throw new Error(`Both ${name} and ${key} are set (but are exclusive)`);
    values[name] = readFile(file).replace(/\n+$/, "");
  }
  return values;
}

function portOf(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Error(`GF_SERVER_HTTP_PORT is not a port: ${text}`);
}

/** `id@version@url,...`; version and url are optional. */
function requested(list = "") {
  return split(list).map((word) => {
    const [id, version = ""] = word.split("@");
    return { id, version };
  });
}

/** The deprecated format: `id version,...` or `url;id,...`. */
function deprecatedList(list = "") {
  return split(list).map((word) => {
    const [id, version = ""] = word.includes(";") ? [word.split(";")[1]] : word.split(" ");
    return { id, version };
  });
}

const split = (list) =>
  list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
