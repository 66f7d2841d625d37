/** A part of a glob: any text, or a test of one character. */
type Part = "*" | ((character: string) => boolean);

/**
 * Compiles a glob, in which `*` is any text and `?` any character, to a test of whole texts. With `sets`, `[a-c]` is one of the characters
 * and `[!a-c]` any other; a range whose end is smaller than its start has no characters. The time is at most the product of both lengths.
 */
export function compileGlob(glob: string, { sets }: { readonly sets: boolean }): (text: string) => boolean {
  const parts = (glob.match(sets ? /\[[^\]]+\]|[^]/gu : /[^]/gu) ?? []).map(partOf);
  return (text) => matches(parts, Array.from(text));
}

function partOf(written: string): Part {
  if (written === "*") return "*";
  if (written === "?") return () => true;
  if (written.length < 3) return (character) => character === written;
  const negated = /^\[[!^][^]/.test(written) && written.length > 3;
  const ranges = written.slice(negated ? 2 : 1, -1).match(/[^]-[^]|[^]/gu) ?? [];
  return (character) => ranges.some((range) => inRange(character, Array.from(range))) !== negated;
}

function inRange(character: string, [first = "", , last = first]: readonly string[]): boolean {
  return character >= first && character <= last;
}

/** Tries the last `*` with ever longer texts; an earlier one need not be tried again. */
function matches(parts: readonly Part[], text: readonly string[]): boolean {
  let [part, at, star, taken] = [0, 0, -1, 0];
  for (let character = text[at]; character !== undefined; character = text[at]) {
    const current = parts[part];
    if (current === "*") [star, taken, part] = [part, at, part + 1];
    else if (current?.(character)) [part, at] = [part + 1, at + 1];
    else if (star >= 0) [part, at, taken] = [star + 1, taken + 1, taken + 1];
    else return false;
  }
  return parts.slice(part).every((rest) => rest === "*");
}
