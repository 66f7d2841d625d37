/** As many results as a large project needs, which take a few megabytes. */
const MOST = 2000;
/** Longer texts are hardly ever written twice. */
const LONGEST = 200;

/**
 * A function of a text that remembers its results: tasks have many templates and expressions in common. What it throws is not remembered.
 * Callers share the results, and must not change them.
 */
export function remembered<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || text.length > LONGEST) return found ?? compute(text);
    const computed = compute(text);
    if (known.size === MOST) known.clear();
    known.set(text, computed);
    return computed;
  };
}
