/** A random stream seeded by a string: the same string produces the same stream on every machine. */
export interface Stream {
  /** An integer from 0 to 2^32 - 1. */
  readonly integer: () => number;
  /** A number from 0 (inclusive) to 1 (exclusive). */
  readonly uniform: () => number;
  /** A normally distributed number: mean 0, standard deviation 1. Consumes two numbers of the stream. */
  readonly normal: () => number;
}

export type State = readonly [number, number, number, number];

/** Streams with different names are independent, so a further sensor does not change the others. */
export function streamNamed(name: string): Stream {
  return streamFrom(stateFor(name));
}

/** The generator xoshiro128** by Blackman and Vigna; the state must not be all zero. */
export function streamFrom(state: State): Stream {
  let [a, b, c, d] = state;
  const integer = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  const uniform = (): number => integer() / 2 ** 32;
  return { integer, uniform, normal: () => boxMuller(1 - uniform(), uniform()) };
}

function boxMuller(radius: number, angle: number): number {
  return Math.sqrt(-2 * Math.log(radius)) * Math.cos(2 * Math.PI * angle);
}

function stateFor(name: string): State {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name, "utf8")) hash = Math.imul(hash ^ byte, 0x01000193);
  const word = (index: number): number => mix(hash + Math.imul(index, 0x9e3779b9));
  return [word(1), word(2), word(3), word(4) | 1];
}

/** The finalizer of MurmurHash3: every input bit affects half of the output bits. */
function mix(input: number): number {
  let word = input;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
