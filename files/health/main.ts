import { writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { getJson } from "./get-json.ts";
import { type Connection, connectKafka } from "./publish.ts";
import { reportChanges } from "./report-changes.ts";
import { messageOf, takeRound } from "./round.ts";
import type { Source } from "./sample.ts";
import { type Settings, settingsFrom } from "./settings.ts";
import { druidSource } from "./sources/druid.ts";
import { flinkSource } from "./sources/flink.ts";
import { hostSource } from "./sources/host.ts";
import { kafkaSource } from "./sources/kafka.ts";

const report = reportChanges((line) => process.stderr.write(`${line}\n`));

async function main(): Promise<void> {
  const settings = settingsFrom(process.env);
  const host = hostSource(settings.folders);
  let kafka: Connection | undefined;
  for (;;) {
    const started = Date.now();
    try {
      kafka ??= await connectKafka(settings);
      const samples = await takeRound({ host, ...servicesOf(settings, kafka) }, report);
      await kafka.publish(samples, started);
      report("publish", undefined);
    } catch (error) {
      report("publish", messageOf(error));
      await kafka?.close();
      kafka = undefined;
    }
    writeFileSync(settings.heartbeat, `${started}\n`);
    await delay(Math.max(1000, started + settings.intervalMs - Date.now()));
  }
}

/** The sources besides the server itself. */
function servicesOf({ services }: Settings, { admin }: Connection): Readonly<Record<string, Source>> {
  if (services === undefined) return {};
  const { flink, druid, login } = services;
  const authorization = login && `Basic ${Buffer.from(`${login.user}:${login.password}`).toString("base64")}`;
  return {
    kafka: kafkaSource(admin),
    flink: flinkSource((path) => getJson(flink + path), Date.now),
    druid: druidSource((path) => getJson(druid + path, authorization === undefined ? {} : { authorization })),
  };
}

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(0));
await main();
