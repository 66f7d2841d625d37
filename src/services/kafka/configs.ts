import kafkajs, { type DescribeConfigResponse } from "kafkajs";
import type { Config } from "./model.ts";

/** The settings in force for one topic, by name. Only the source tells whose they are: `isDefault` is false for brokers' settings too. */
export function parseConfigs(response: Pick<DescribeConfigResponse, "resources">): readonly Config[] {
  return response.resources
    .flatMap(({ configEntries }) => configEntries)
    .map(({ configName, configValue, configSource }) => ({
      name: configName,
      // Sensitive settings have none, whatever the type says; topics have no such settings.
      value: (configValue as string | null) ?? "",
      own: configSource === kafkajs.ConfigSource.TOPIC_CONFIG,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * All that a topic's own settings are to be after `changed`: AlterConfigs, the request that kafkajs has, drops every setting that it
 * does not name. Settings of the brokers are left out, or they would become the topic's own.
 */
export function fullConfigs(now: readonly Config[], changed: Readonly<Record<string, string>>) {
  const own = now.filter((config) => config.own).map(({ name, value }) => [name, value] as const);
  return Object.entries({ ...Object.fromEntries(own), ...changed }).map(([name, value]) => ({ name, value }));
}
