import { type Ask, field, listIn } from "../get-json.ts";
import { sample, type Source } from "../sample.ts";

/** The records of each topic that Druid has not read yet. */
export function druidSource(ask: Ask): Source {
  return async () => {
    const names = listIn(await ask("/druid/indexer/v1/supervisor")).map(String);
    const samples = names.map(async (name) => {
      const status = await ask(`/druid/indexer/v1/supervisor/${encodeURIComponent(name)}/status`);
      return sample("druid_lag", field(status, "payload", "aggregateLag"), name);
    });
    return (await Promise.all(samples)).flat();
  };
}
