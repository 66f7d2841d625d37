import kafkajs, { type DescribeConfigResponse } from "kafkajs";
import type { Config } from "./model.ts";

/** The effective settings of one topic, by name. Only their source says who set them: `isDefault` is false for brokers' settings too. */
export function parseConfigs(response: Pick<DescribeConfigResponse, "resources">): readonly Config[] {
  return response.resources
    .flatMap(({ configEntries }) => configEntries)
    .map(({ configName, configValue, configSource }) => ({
      name: configName,
      // Sensitive settings have a null value, contrary to the type; topics have no sensitive settings.
      value: (configValue as string | null) ?? "",
      own: configSource === kafkajs.ConfigSource.TOPIC_CONFIG,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * All own settings that a topic has after applying `changed` and resetting `reset`: kafkajs's AlterConfigs request drops every setting that it does not
 * name. Settings of the brokers are omitted, or they would become the topic's own.
 */
export function fullConfigs(
  current: readonly Config[],
  changed: Readonly<Record<string, string>>,
  reset: readonly string[] = [],
) {
  const own = current
    .filter((config) => config.own && !reset.includes(config.name))
    .map(({ name, value }) => [name, value] as const);
  return Object.entries({ ...Object.fromEntries(own), ...changed }).map(([name, value]) => ({ name, value }));
}
