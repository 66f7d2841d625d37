import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { parseConsumed } from "./consumed.ts";
import { describeDifference, proveJournal } from "./proof.ts";
import type { Placed } from "./record.ts";

/** `prove JOURNAL [TOPIC] < RECORDS`: 0 when the journal and the topic agree, 1 when not, 2 when it can't be told. */
export async function prove(
  args: readonly string[],
  records: Readable,
  print: (line: string) => void,
): Promise<number> {
  const [file, topic = "raw_sensors", ...more] = args;
  if (file === undefined || more.length > 0) {
    print("prove wants the journal's file, and perhaps the topic's name");
    return 2;
  }
  const placed: Placed[] = [];
  for await (const line of createInterface({ input: records, crlfDelay: Infinity })) {
    const record = parseConsumed(topic, line);
    if (record === undefined) {
      print(`not a record as the console consumer prints it: ${line}`);
      return 2;
    }
    placed.push(record);
  }
  const differences = proveJournal(readFileSync(file, "utf8").split("\n"), placed);
  for (const difference of differences) print(describeDifference(difference));
  print(`${placed.length} records read, ${differences.length} differences`);
  return differences.length === 0 ? 0 : 1;
}
