/** Whether a name matches a pattern with `*`, `?` and `[…]`, as Python's fnmatch. Takes at most the product of both lengths. */
export function matches(pattern: string, name: string): boolean {
  const parts = pattern.match(/\[!?\]?[^\]]*\]|[^]/gu) ?? [];
  let reached = new Set([0]);
  for (const char of [...Array.from(name), undefined]) {
    reached = withStars(parts, reached);
    if (char === undefined) break;
    reached = new Set([...reached].flatMap((at) => (parts[at] === "*" ? [at] : fits(parts[at], char) ? [at + 1] : [])));
  }
  return reached.has(parts.length);
}

/** A star may match nothing. */
function withStars(parts: readonly string[], reached: ReadonlySet<number>): Set<number> {
  const all = new Set<number>();
  for (const start of reached) for (let at = start; all.add(at), parts[at] === "*";) at++;
  return all;
}

function fits(part: string | undefined, char: string): boolean {
  if (part === undefined || part === "?" || part === char) return part !== undefined;
  const [, not = "", set] = /^\[(!?)([^]+)\]$/u.exec(part) ?? [];
  if (set === undefined) return false;
  const isIn = (set.match(/[^]-[^]|[^]/gu) ?? []).some((range) => {
    const [from = "", , to = from] = Array.from(range);
    return from <= char && char <= to;
  });
  return isIn !== (not === "!");
}
