import type { Layer, Variable } from "../language/scope.ts";
import type { MapTree } from "../language/tree.ts";
import type { Origin } from "../model/origin.ts";
import type { ValueMap } from "../model/value.ts";
import { longSetting, shortSetting, type SettingKey } from "./setting-names.ts";

/** A layer of the inventory: variables, and connection settings, which are looked up apart from them. */
export interface InventoryLayer extends Layer {
  readonly settings?: Settings;
  /** In group_vars/ or host_vars/ next to a playbook. */
  readonly nextToPlaybook?: true;
  /** In group_vars/ or host_vars/. */
  readonly isInFolder?: true;
}

type Settings = ReadonlyMap<SettingKey, WrittenSetting>;

const NO_SETTINGS: Settings = new Map();

/** A connection setting as it was written. */
export interface WrittenSetting {
  readonly name: string;
  readonly variable: Variable;
}

/**
 * A layer of variables written in the inventory file, where `port`, `user` and the like are connection settings and no variables.
 */
export function inventoryFileLayer(name: string, map: MapTree): InventoryLayer {
  return asInFile(variablesLayer(name, map));
}

/** Variables and settings that a task gives to a host, under the names that an inventory file has. */
export function addedLayer(name: string, values: ValueMap, origin: Origin): InventoryLayer {
  const variables = Object.entries(values).map(([key, value]) => [key, { from: "data", value, origin }] as const);
  return asInFile(withSettings({ name, variables: new Map(variables) }));
}

function asInFile(layer: InventoryLayer): InventoryLayer {
  const short = [...layer.variables].filter(([written]) => shortSetting(written) !== undefined);
  // Most of thousands of hosts have none, and share what they have.
  if (short.length === 0) return layer;
  const variables = new Map(layer.variables);
  const settings = new Map<SettingKey, WrittenSetting>();
  for (const [written, variable] of short) {
    const key = shortSetting(written);
    if (key === undefined) continue;
    variables.delete(written);
    settings.set(key, { name: written, variable });
  }
  for (const [key, setting] of layer.settings ?? []) settings.set(key, setting);
  return { name: layer.name, variables, settings };
}

/** A layer of variables written in group_vars/ or host_vars/. */
export function variablesLayer(name: string, map: MapTree): InventoryLayer {
  const variables = new Map(
    [...map.entries].map(([key, { value }]) => [key, { from: "project", tree: value } as const]),
  );
  return withSettings({ name, variables });
}

/** The layer with the connection settings among its variables: those with an unmistakable name. */
export function withSettings(layer: Layer): InventoryLayer {
  const settings = new Map<SettingKey, WrittenSetting>();
  for (const [name, variable] of layer.variables) {
    const key = longSetting(name);
    if (key !== undefined && !settings.has(key)) settings.set(key, { name, variable });
  }
  return { name: layer.name, variables: layer.variables, settings: settings.size === 0 ? NO_SETTINGS : settings };
}

/** The setting in effect: that of the highest layer. */
export function settingOf(key: SettingKey, layers: readonly InventoryLayer[]): WrittenSetting | undefined {
  return layers.findLast(({ settings }) => settings?.has(key))?.settings?.get(key);
}

/** The layers with their connection settings among the variables, by the names that are written, to show them. */
export function settingsWritten(layers: readonly InventoryLayer[]): Layer[] {
  return layers.map(({ name, variables, settings }) => {
    const written = [...(settings?.values() ?? [])].map((setting) => [setting.name, setting.variable] as const);
    return { name, variables: new Map([...variables, ...written]) };
  });
}
