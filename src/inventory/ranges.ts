const MAX_NAMES = 10_000;

/** The names that `web[01:50]` expands to; undefined if the brackets contain no valid range. */
export function expandRange(name: string): string[] | undefined {
  const found = /^(.*?)\[([^\]]*)\](.*)$/.exec(name);
  if (!found) return /[[\]]/.test(name) ? undefined : [name];
  const [, before = "", range = "", after = ""] = found;
  const middle = numbers(range) ?? letters(range);
  const rest = expandRange(after);
  if (!middle || !rest || middle.length * rest.length > MAX_NAMES) return undefined;
  return middle.flatMap((part) => rest.map((end) => `${before}${part}${end}`));
}

function numbers(range: string): string[] | undefined {
  const [, low, high, step] = /^(\d+):(\d+)(?::(\d+))?$/.exec(range) ?? [];
  if (low === undefined || high === undefined) return undefined;
  const width = low.startsWith("0") ? low.length : 0;
  return sequence(Number(low), Number(high), Number(step ?? 1))?.map((number) => String(number).padStart(width, "0"));
}

function letters(range: string): string[] | undefined {
  const [, low, high] = /^([a-z]):([a-z])$/.exec(range) ?? /^([A-Z]):([A-Z])$/.exec(range) ?? [];
  if (low === undefined || high === undefined) return undefined;
  return sequence(low.charCodeAt(0), high.charCodeAt(0), 1)?.map((code) => String.fromCharCode(code));
}

function sequence(low: number, high: number, step: number): number[] | undefined {
  const length = Math.floor((high - low) / step) + 1;
  if (step < 1 || length < 1 || length > MAX_NAMES) return undefined;
  return Array.from({ length }, (_, index) => low + index * step);
}
