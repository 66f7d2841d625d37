import { setTimeout } from "node:timers/promises";
import type { DruidAnswer } from "./compare/druid.ts";
import type { Expected } from "./druid-expected.ts";

const POLL_MS = 1000;

/**
 * Queries Druid, and waits up to `waitSeconds` for missing rows, and for a broker that does not know the table or a column of it yet. Rejects
 * if Druid does not answer or rejects the query after that.
 */
export async function queryDruid(druid: DruidAccess, expected: Expected, waitSeconds = 0): Promise<DruidAnswer> {
  const { sqlRows, sqlSums, rows } = expected;
  const deadline = performance.now() + waitSeconds * 1000;
  const hasAll = async (): Promise<boolean> => Number((await queryRows(druid, sqlSums))[0]?.[0]) >= rows.length;
  while (performance.now() < deadline && !(await hasAll().catch(() => false))) {
    await setTimeout(POLL_MS);
  }
  return { rows: await queryRows(druid, sqlRows), sums: await queryRows(druid, sqlSums) };
}

/** Druid's router, `http://HOST:8808`, and `USER:PASSWORD` if it requires a login. */
export interface DruidAccess {
  readonly url: string;
  readonly login?: string | undefined;
}

/** The rows of an SQL query's answer, each a list of columns. */
export async function queryRows({ url, login }: DruidAccess, query: string): Promise<unknown[][]> {
  const response = await fetch(new URL("/druid/v2/sql", url), {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(login === undefined ? {} : { authorization: `Basic ${Buffer.from(login).toString("base64")}` }),
    },
    body: JSON.stringify({ query, resultFormat: "array", context: { useCache: false } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} returned ${response.status}: ${text.slice(0, 500)}`);
  // The requested result format is a list of lists.
  return JSON.parse(text) as unknown[][];
}
