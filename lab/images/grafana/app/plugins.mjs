/** Data source plugins: the one that this stand-in answers for, where it is installed, and no other. */

export const DRUID = "grafadruid-druid-datasource";

const VERSION = /^\d+\.\d+\.\d+$/;

/**
 * The installed plugins, by id: found in the plugins folder (`found`: id and version), or asked for by the environment.
 * An order that must be met before the start throws; one in the background only leaves a complaint.
 */
export function installedPlugins(found, { before, behind }, complain) {
  const plugins = new Map(found.map(({ id, version }) => [id, { id, version }]));
  for (const wish of before) {
    const fault = faultOf(wish);
    if (fault !== undefined) throw new Error(`Failed to install plugin ${wish.id}: ${fault}`);
    plugins.set(wish.id, installed(wish));
  }
  for (const wish of behind) {
    const fault = faultOf(wish);
    if (fault === undefined) plugins.set(wish.id, installed(wish));
    else complain(`Failed to install plugin ${wish.id}: ${fault}`);
  }
  return plugins;
}

function faultOf({ id, version }) {
  if (id !== DRUID) return "404: plugin not found (the stand-in knows only " + DRUID + ")";
  return version === "" || VERSION.test(version) ? undefined : `404: no version ${version}`;
}

const installed = ({ id, version }) => ({ id, version: version === "" ? "newest" : version });

export const describePlugin = ({ id, version }) => ({
  id,
  name: id === DRUID ? "Druid" : id,
  type: "datasource",
  enabled: true,
  info: { version },
});
