/** A text with half of a surrogate pair has no bytes in UTF-8. It comes from the user's data, such as `"\ud800"` in a JSON answer. */
export class LoneSurrogateError extends RangeError {}

/** Throws a LoneSurrogateError if a text cannot be written in UTF-8: Node.js would replace a part of it without a word. */
export function requireUnicode(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new LoneSurrogateError("half of a surrogate pair cannot be written in UTF-8");
  return text;
}
