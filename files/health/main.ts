import { writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { getJson, post } from "./get-json.ts";
import { lostTaskWatch } from "./lost-tasks.ts";
import { waitAfter } from "./pace.ts";
import { type Connection, connectKafka } from "./publish.ts";
import { reportChanges } from "./report-changes.ts";
import { messageOf, takeRound } from "./round.ts";
import type { Source } from "./sample.ts";
import { type Services, type Settings, settingsFrom } from "./settings.ts";
import { druidSource } from "./sources/druid.ts";
import { flinkSource } from "./sources/flink.ts";
import { hostSource } from "./sources/host.ts";
import { kafkaSource } from "./sources/kafka.ts";

const print = (line: string): void => void process.stderr.write(`${line}\n`);
const report = reportChanges(print);

async function main(): Promise<void> {
  const settings = settingsFrom(process.env);
  const host = hostSource(settings.folders);
  const watch = watchOf(settings);
  const first = Date.now();
  let kafka: Connection | undefined;
  for (;;) {
    const started = Date.now();
    // Also while Kafka is down.
    const watching = watch();
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
    await watching;
    writeFileSync(settings.heartbeat, `${started}\n`);
    await delay(waitAfter({ first, began: started, ended: Date.now() }, settings.intervalMs));
  }
}

/** The sources besides the server itself. */
function servicesOf({ services }: Settings, { admin }: Connection): Readonly<Record<string, Source>> {
  if (services === undefined) return {};
  const { flink, druid } = services;
  return {
    kafka: kafkaSource(admin),
    flink: flinkSource((path) => getJson(flink + path), Date.now),
    druid: druidSource((path) => getJson(druid + path, headersOf(services))),
  };
}

/** The watchdog of Druid's tasks, which never rejects; on other servers than main it does nothing. */
function watchOf({ services }: Settings): () => Promise<void> {
  if (services === undefined) return () => Promise.resolve();
  const { druid } = services;
  const headers = headersOf(services);
  const look = lostTaskWatch({
    ask: (path) => getJson(druid + path, headers),
    askWorker: (url) => getJson(url, headers),
    end: (id) => post(`${druid}/druid/indexer/v1/task/${encodeURIComponent(id)}/shutdown`, headers),
    now: Date.now,
    print,
  });
  return async () => {
    try {
      await look();
      report("lost tasks", undefined);
    } catch (error) {
      report("lost tasks", messageOf(error));
    }
  };
}

function headersOf({ login }: Services): Readonly<Record<string, string>> {
  if (login === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString("base64")}` };
}

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(0));
await main();
