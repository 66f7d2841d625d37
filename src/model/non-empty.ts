/** A list with at least one item. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Whether a list has at least one item; narrows its type. */
export function isNonEmpty<T>(items: readonly T[]): items is NonEmpty<T> {
  return items.length > 0;
}
