const UID = /^[a-zA-Z0-9_-]{1,40}$/;
const OLDEST_SCHEMA = 13;
const NEWEST_SCHEMA = 42;

/** The providers of all provisioning files (`file`, `content`); throws if Grafana would not start. */
export function provisionedProviders(files) {
  return files.flatMap(({ file, content }) => {
    if (content?.apiVersion !== 1) throw new Error(`${file}: apiVersion must be 1`);
    return (content.providers ?? []).map((provider) => providerOf(file, provider));
  });
}

function providerOf(file, { name, type = "file", folder = "", options }) {
  if (!name) throw new Error(`${file}: a provider has no name`);
  if (type !== "file") throw new Error(`${file}: provider ${name}: type must be file, not ${type}`);
  if (!options?.path) throw new Error(`${file}: provider ${name} has no options.path`);
  return { name, folder, path: options.path };
}

/** Why Grafana would reject a dashboard; undefined if it would not. */
function faultOfDashboard(dashboard) {
  if (typeof dashboard?.title !== "string" || dashboard.title === "") return "Dashboard title cannot be empty";
  if (!UID.test(dashboard.uid ?? "")) return `uid ${dashboard.uid} is missing or invalid`;
  const { schemaVersion } = dashboard;
  if (!Number.isInteger(schemaVersion)) return "schemaVersion is missing";
  if (schemaVersion > NEWEST_SCHEMA) return `schemaVersion ${schemaVersion} is newer than ${NEWEST_SCHEMA}`;
  if (schemaVersion < OLDEST_SCHEMA) return `schemaVersion ${schemaVersion} is older than ${OLDEST_SCHEMA}`;
  return undefined;
}

/** The valid dashboards of these files (`file`, `folder`, `content`), by uid. Calls `complain` for each invalid one. */
export function acceptedDashboards(files, complain) {
  const accepted = new Map();
  for (const { file, folder, content } of files) {
    const duplicate = accepted.has(content?.uid)
      ? `the uid ${content.uid} is taken by ${accepted.get(content.uid).file}`
      : undefined;
    const fault = faultOfDashboard(content) ?? duplicate;
    if (fault === undefined) accepted.set(content.uid, { file, folder, dashboard: content });
    else complain(`${file}: not provisioned: ${fault}`);
  }
  return accepted;
}

/** All panels, including those in rows. */
export const panelsOf = ({ panels = [] }) => panels.flatMap((panel) => [panel, ...panelsOf(panel)]);

/** Panels that would stay empty, because their data source is not in `uids`. Variables are ignored. */
export function panelsWithoutSource(dashboard, uids) {
  const sourcesOf = (panel) => [panel.datasource, ...(panel.targets ?? []).map(({ datasource }) => datasource)];
  const isMissing = (source) =>
    source?.uid !== undefined && !source.uid.includes("$") && !BUILT_IN.has(source.uid) && !uids.has(source.uid);
  return panelsOf(dashboard).filter((panel) => sourcesOf(panel).some(isMissing));
}

const BUILT_IN = new Set(["-- Grafana --", "-- Mixed --", "-- Dashboard --", "grafana"]);
