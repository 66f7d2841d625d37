/** Prints one line of progress on standard error: standard output is for results. */
export function report(line: string): void {
  process.stderr.write(`lab: ${line}\n`);
}

/** Runs a stage, then prints how long it took. */
export async function timed<T>(stage: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  report(`${stage}: ${secondsSince(started)} s`);
  return result;
}

export function secondsSince(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}
