import type { Reading } from "../load/reading.ts";

/** Whether the text of a project mentions names, in uses of variables that are not recorded as such. */
export interface Mentions {
  /** Whether something reads a variable, if need be as a part of another: `hostvars[h].name` or `hostvars[h]["name"]`. */
  readonly isRead: (name: string) => boolean;
  /** Whether any file has the name in `hostvars[h].name`, as a string, or in `defined(name)`. */
  readonly isMentioned: (name: string) => boolean;
}

/** Finds mentions in what has been read so far. Each text is searched once for all names, because there may be thousands of both. */
export function mentionsIn({ uses, sources }: Reading): Mentions {
  const texts = [...sources.values()];
  const used = new Set(uses.map(({ name }) => name));
  const parts = once(() => wordsAfter(/(?:\.|\[\s*["'])(\w+)/g, texts));
  const mentions = once(() => wordsAfter(/[."'(](\w+)/g, texts));
  return {
    isRead: (name) => used.has(name) || (isWord(name) && parts().has(name)),
    isMentioned: (name) => (isWord(name) ? mentions().has(name) : texts.some((text) => text.includes(name))),
  };
}

function isWord(name: string): boolean {
  return /^\w+$/.test(name);
}

function wordsAfter(pattern: RegExp, texts: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const text of texts) for (const [, word = ""] of text.matchAll(pattern)) words.add(word);
  return words;
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
