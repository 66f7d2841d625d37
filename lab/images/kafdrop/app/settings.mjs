/** Reads Kafdrop's environment variables. Throws for settings that this stand-in does not support. */
export function settingsFrom(env) {
  const security = propertiesIn(env.KAFKA_PROPERTIES)["security.protocol"] ?? "PLAINTEXT";
  if (security !== "PLAINTEXT") throw new Error(`the stand-in supports only PLAINTEXT, not ${security}`);
  const contextPath = env.SERVER_SERVLET_CONTEXTPATH ?? "/";
  return {
    brokers: (env.KAFKA_BROKERCONNECT ?? "localhost:9092").split(",").map((broker) => broker.trim()),
    port: portOf("SERVER_PORT", env.SERVER_PORT),
    managementPort: portOf("MANAGEMENT_SERVER_PORT", env.MANAGEMENT_SERVER_PORT),
    contextPath: contextPath.replace(/\/+$/, ""),
  };
}

/** Lines `key=value`, encoded in base64 as for Kafdrop. */
function propertiesIn(text = "") {
  const lines = Buffer.from(text, "base64").toString("utf8").split("\n");
  const pairs = lines.filter((line) => /^[^#!\s].*=/.test(line)).map((line) => [line, line.indexOf("=")]);
  return Object.fromEntries(pairs.map(([line, at]) => [line.slice(0, at).trim(), line.slice(at + 1).trim()]));
}

function portOf(name, text = "9000") {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Error(`${name} is not a port: ${text}`);
}
