import { expect } from "chai";
import kafkajs, { type ConfigEntries, type ConfigSource } from "kafkajs";
import { fullConfigs, parseConfigs } from "../../../src/services/kafka/configs.ts";

function entry(configName: string, configValue: string, configSource: ConfigSource): ConfigEntries {
  const isDefault = configSource === kafkajs.ConfigSource.DEFAULT_CONFIG;
  return { configName, configValue, configSource, isDefault, isSensitive: false, readOnly: false, configSynonyms: [] };
}

const { TOPIC_CONFIG, DYNAMIC_DEFAULT_BROKER_CONFIG, DEFAULT_CONFIG } = kafkajs.ConfigSource;
const configEntries = [
  entry("retention.ms", "60000", TOPIC_CONFIG),
  entry("min.insync.replicas", "1", DYNAMIC_DEFAULT_BROKER_CONFIG),
  entry("cleanup.policy", "delete", DEFAULT_CONFIG),
  entry("segment.ms", "5", TOPIC_CONFIG),
];
const resource = {
  configEntries,
  errorCode: 0,
  errorMessage: "",
  resourceName: "t",
  resourceType: kafkajs.ConfigResourceTypes.TOPIC,
};
const configs = parseConfigs({ resources: [resource] });

describe("services/kafka/configs", () => {
  it("distinguishes a topic's own settings from the brokers' and from defaults", () => {
    expect(configs).to.deep.equal([
      { name: "cleanup.policy", value: "delete", own: false },
      { name: "min.insync.replicas", value: "1", own: false },
      { name: "retention.ms", value: "60000", own: true },
      { name: "segment.ms", value: "5", own: true },
    ]);
  });

  it("includes a topic's other settings, and none of the brokers'", () => {
    expect(fullConfigs(configs, { "retention.ms": "1", "cleanup.policy": "compact" })).to.deep.equal([
      { name: "retention.ms", value: "1" },
      { name: "segment.ms", value: "5" },
      { name: "cleanup.policy", value: "compact" },
    ]);
  });

  it("leave out those that are to be reset", () => {
    expect(fullConfigs(configs, { "retention.ms": "1" }, ["segment.ms"])).to.deep.equal([
      { name: "retention.ms", value: "1" },
    ]);
  });
});
