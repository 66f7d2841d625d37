const LIMIT_MS = 5_000;

/** The JSON at an address. It rejects if the answer is an error or takes longer than 5 seconds. */
export async function getJson(url: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const reply = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(LIMIT_MS) });
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
  return reply.json();
}

/** Sends a request without a body. It rejects if the answer is an error or takes longer than 5 seconds. */
export async function post(url: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const reply = await fetch(url, { method: "POST", headers, redirect: "error", signal: AbortSignal.timeout(LIMIT_MS) });
  await reply.body?.cancel();
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
}

/** Asks for the JSON at a path of one service. */
export type Ask = (path: string) => Promise<unknown>;

/** A field of an answer; undefined if the answer does not have it. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) =>
      typeof found === "object" && found !== null ? (found as Readonly<Record<string, unknown>>)[name] : undefined,
    value,
  );
}

/** A list in an answer; empty if the answer does not have it. */
export function listIn(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A text in an answer; empty if the answer does not have it. */
export function textIn(value: unknown, ...path: readonly string[]): string {
  const found = field(value, ...path);
  return typeof found === "string" ? found : "";
}
