const MAX_NAMES = 10_000;

/** The names that `web[01:50]`, `web[1:9:2]` or `db-[a:f]` expands to; undefined if the brackets contain no valid range. */
export function expandRange(name: string): string[] | undefined {
  const found = /^(.*?)\[([^\]]*)\](.*)$/.exec(name);
  if (!found) return /[[\]]/.test(name) ? undefined : [name];
  const [, before = "", range = "", after = ""] = found;
  const middle = numbers(range) ?? letters(range);
  const rest = expandRange(after);
  if (!middle || !rest || middle.length * rest.length > MAX_NAMES) return undefined;
  return middle.flatMap((part) => rest.map((end) => `${before}${part}${end}`));
}

/** As in Ansible: the start is 0 by default, and if it has leading zeros, all names have its length. */
function numbers(range: string): string[] | undefined {
  const [, low, high, step] = /^(\d*):(\d+)(?::(\d+))?$/.exec(range) ?? [];
  if (low === undefined || high === undefined) return undefined;
  const padded = /^0\d/.test(low);
  if (padded && low.length !== high.length) return undefined;
  const width = padded ? low.length : 0;
  return sequence(Number(low), Number(high), Number(step ?? 1))?.map((number) => String(number).padStart(width, "0"));
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function letters(range: string): string[] | undefined {
  const [, low = "", high = "", step] = /^([A-Za-z]):([A-Za-z])(?::(\d+))?$/.exec(range) ?? [];
  if (low === "") return undefined;
  return sequence(LETTERS.indexOf(low), LETTERS.indexOf(high), Number(step ?? 1))?.map((index) =>
    LETTERS.charAt(index),
  );
}

function sequence(low: number, high: number, step: number): number[] | undefined {
  const length = Math.floor((high - low) / step) + 1;
  if (step < 1 || length < 1 || length > MAX_NAMES) return undefined;
  return Array.from({ length }, (_, index) => low + index * step);
}
