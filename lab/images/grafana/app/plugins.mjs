/** Data source plugins. The stand-in supports only the Druid plugin. */

export const DRUID = "grafadruid-druid-datasource";

const VERSION = /^\d+\.\d+\.\d+$/;

/**
 * The installed plugins by id: those in the plugins folder (`found`: id and version), and those that the environment
 * requests. Throws if one that must be installed before the start is not available; in the background it only complains.
 */
export function installedPlugins(found, { before, background }, complain) {
  const plugins = new Map(found.map(({ id, version }) => [id, { id, version }]));
  for (const plugin of before) {
    const fault = faultOf(plugin);
    if (fault !== undefined) throw new Error(`Failed to install plugin ${plugin.id}: ${fault}`);
    plugins.set(plugin.id, installed(plugin));
  }
  for (const plugin of background) {
    const fault = faultOf(plugin);
    if (fault === undefined) plugins.set(plugin.id, installed(plugin));
    else complain(`Failed to install plugin ${plugin.id}: ${fault}`);
  }
  return plugins;
}

function faultOf({ id, version }) {
  if (id !== DRUID) return "404: plugin not found (the stand-in supports only " + DRUID + ")";
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
