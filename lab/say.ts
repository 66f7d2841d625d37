/** One plain line of progress, on standard error: standard output belongs to results. */
export function say(line: string): void {
  process.stderr.write(`lab: ${line}\n`);
}

/** Runs a stage, then says how long it took. */
export async function timed<T>(stage: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  say(`${stage}: ${secondsSince(started)} s`);
  return result;
}

export function secondsSince(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}
