/** A generator of random values that a seed determines. */
export interface Random {
  /** From 0 to `below` - 1. */
  int(below: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** True once in `times`. */
  once(times: number): boolean;
}

/** Mulberry32, by Tommy Ettinger: enough for test data. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(next() * below);
  return { int, pick: (items) => items[int(items.length)] ?? items[0], once: (times) => int(times) === 0 };
}

const FRAGMENTS: readonly [string, ...string[]] = [
  ...([
    "",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "=",
    ":",
    ",",
    "|",
    "/",
    "%",
    "%zz",
    "-",
    "0",
    "-1",
    "1e999",
    "NaN",
    "99999999999999999999",
  ] as const),
  ...([
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    "\\",
    "{{",
    "}}",
    "#",
    "!",
    "&a",
    "*a",
    "null",
    "true",
    "é",
    "\ud800",
    "\u202e",
    "\u001b[2J",
  ] as const),
];

/** A text that differs from one that is valid in a few places: characters removed, repeated, replaced or inserted, or cut off. */
export function damaged(text: string, random: Random): string {
  let result = text;
  for (let edits = random.int(6); edits > 0; edits--) {
    const at = random.int(result.length + 1);
    const length = random.int(random.once(4) ? result.length + 1 : 8);
    const removed = result.slice(at, at + length);
    const inserted = random.pick([
      "",
      removed + removed,
      random.pick(FRAGMENTS),
      random.pick(FRAGMENTS).repeat(random.int(50)),
      noise(random),
    ]);
    result = result.slice(0, at) + inserted + result.slice(at + (random.once(2) ? length : 0));
    if (random.once(20)) result = result.slice(0, at);
  }
  return result.slice(0, 100_000);
}

/** Text of random characters. */
export function noise(random: Random): string {
  return Array.from({ length: random.int(40) }, () =>
    random.once(3) ? random.pick(FRAGMENTS) : String.fromCharCode(random.int(random.once(10) ? 0xffff : 127)),
  ).join("");
}
