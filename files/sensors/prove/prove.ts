import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { parseConsumed } from "./consumed.ts";
import { describeDifference, proveJournal } from "./proof.ts";
import type { Placed } from "../readings/record.ts";

/** `prove JOURNAL [TOPIC] < RECORDS`: 0 if the journal and the topic agree, 1 if not, 2 if the input is invalid. */
export async function prove(
  args: readonly string[],
  records: Readable,
  print: (line: string) => void,
): Promise<number> {
  const [file, topic = "raw_sensors", ...more] = args;
  if (file === undefined || more.length > 0) {
    print("prove takes the journal's file name and optionally the topic");
    return 2;
  }
  const placed: Placed[] = [];
  for await (const line of createInterface({ input: records, crlfDelay: Infinity })) {
    const record = parseConsumed(topic, line);
    if (record === undefined) {
      print(`not a record in the console consumer's format: ${line}`);
      return 2;
    }
    placed.push(record);
  }
  const differences = proveJournal(readFileSync(file, "utf8").split("\n"), placed);
  for (const difference of differences) print(describeDifference(difference));
  print(`${placed.length} records read, ${differences.length} differences`);
  return differences.length === 0 ? 0 : 1;
}
