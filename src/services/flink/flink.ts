import { good } from "../../errors/fault.ts";
import type { Client, Dial, Service } from "../../module/contract.ts";
import { type Clock, systemClock } from "../clock.ts";
import { openHttp } from "../http/http.ts";
import { originOf } from "../http/url.ts";
import { mapOutcome } from "../outcome.ts";
import { s3Service } from "../s3/s3.ts";
import { flinkHttp } from "./http.ts";
import type { FlinkReader, FlinkTarget, FlinkWriter } from "./model.ts";
import { readerOf } from "./reader.ts";
import { newestFolder } from "./snapshots.ts";
import { writerOf } from "./writer.ts";

/** A Flink session cluster, through its JobManager's REST API. */
export const flinkService: Service<FlinkTarget, FlinkReader, FlinkWriter> = {
  name: "flink",
  peer: ({ url }) => ({ name: "Flink", address: originOf(url) }),
  open: (dial, target) => openFlink(dial, target, systemClock),
};

/** The same with the clock as a parameter. */
export function openFlink(dial: Dial, { url, store }: FlinkTarget, clock: Clock): Client<FlinkReader, FlinkWriter> {
  const client = openHttp(dial);
  const http = flinkHttp(client, url);
  const snapshots = openStore(dial, store);
  const reader = readerOf(http, snapshots.find, clock);
  return {
    reader,
    writer: { ...reader, ...writerOf({ http, client, url, reader, clock }) },
    close: async () => {
      await Promise.all([client.close(), snapshots.close()]);
    },
  };
}

interface SnapshotStore {
  readonly find: FlinkReader["find"];
  close(): Promise<void>;
}

/** The bucket where Flink keeps its checkpoints; without one nothing is found. */
function openStore(dial: Dial, store: FlinkTarget["store"]): SnapshotStore {
  if (!store) return { find: () => Promise.resolve(good(undefined)), close: () => Promise.resolve() };
  const { bucket, prefix, ...target } = store;
  const s3 = s3Service.open(dial, target);
  const find = async (idPrefix: string) =>
    mapOutcome(await s3.reader.list(bucket, prefix), (objects) => {
      const folder = newestFolder(objects, idPrefix);
      return folder === undefined ? undefined : `s3://${bucket}/${folder}`;
    });
  return { find, close: () => s3.close() };
}
