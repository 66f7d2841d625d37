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

/** Why Grafana would reject a dashboard; undefined if it would not */
function faultOfDashboard(dashboard, folder) {
  if (typeof dashboard?.title !== "string" || dashboard.title.trim() === "") return "Dashboard title cannot be empty";
  if (slug(dashboard.title) === slug(folder)) return "Dashboard name cannot be the same as folder";
  if (!UID.test(dashboard.uid ?? "")) return `uid ${dashboard.uid} is missing or invalid`;
  const { schemaVersion } = dashboard;
  if (!Number.isInteger(schemaVersion)) return "schemaVersion is missing";
  if (schemaVersion > NEWEST_SCHEMA) return `schemaVersion ${schemaVersion} is newer than ${NEWEST_SCHEMA}`;
  if (schemaVersion < OLDEST_SCHEMA) return `schemaVersion ${schemaVersion} is older than ${OLDEST_SCHEMA}`;
  return undefined;
}

/** Grafana compares titles by their slugs. */
const slug = (title) =>
  String(title)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

/**
 * The valid dashboards of these files (`file`, `provider`, `folder`, `content`), by uid. Calls `complain` for each invalid one. A provider
 * with a uid or a title in a folder that is used twice, by itself or by another provider, may write nothing at all.
 */
export function acceptedDashboards(files, complain) {
  const restricted = new Set(duplicates(files).flatMap(({ what, among }) => report(what, among, complain)));
  const accepted = new Map();
  for (const { file, provider, folder, content } of files) {
    const fault = faultOfDashboard(content, folder);
    if (fault !== undefined) complain(`${file}: not provisioned: ${fault}`);
    else if (restricted.has(provider)) complain(`${file}: Not saving new dashboard due to restricted database access`);
    else accepted.set(content.uid, { file, folder, dashboard: content });
  }
  return accepted;
}

function duplicates(files) {
  const named = files.flatMap(({ file, provider, folder, content }) => [
    { key: `the uid ${content?.uid}`, file, provider },
    { key: `the title ${slug(content?.title)} in the folder ${slug(folder)}`, file, provider },
  ]);
  const byKey = new Map();
  for (const one of named) byKey.set(one.key, [...(byKey.get(one.key) ?? []), one]);
  return [...byKey].filter(([, among]) => among.length > 1).map(([what, among]) => ({ what, among }));
}

function report(what, among, complain) {
  complain(`${what} is used by ${among.map(({ file }) => file).join(" and ")}`);
  const providers = [...new Set(among.map(({ provider }) => provider))];
  for (const provider of providers) {
    complain(`dashboards provisioning provider ${provider} has no database write permissions because of duplicates`);
  }
  return providers;
}

/** All panels, including those in rows. */
const panelsOf = ({ panels = [] }) => panels.flatMap((panel) => [panel, ...panelsOf(panel)]);

/** Panels that would stay empty, because their data source is not in `uids`. Variables are ignored. */
export function panelsWithoutSource(dashboard, uids) {
  const sourcesOf = (panel) => [panel.datasource, ...(panel.targets ?? []).map(({ datasource }) => datasource)];
  const isMissing = (source) =>
    source?.uid !== undefined && !source.uid.includes("$") && !BUILT_IN.has(source.uid) && !uids.has(source.uid);
  return panelsOf(dashboard).filter((panel) => sourcesOf(panel).some(isMissing));
}

const BUILT_IN = new Set(["-- Grafana --", "-- Mixed --", "-- Dashboard --", "grafana"]);
