/**
 * Stands for the parameters of an error in its documentation. Every property is its own name in angle quotes, which works as a
 * string and as a list.
 */
export function placeholders(): unknown {
  return new Proxy({}, { get: (_, key) => (typeof key === "string" ? placeholder(key) : undefined) });
}

function placeholder(name: string): unknown {
  const text = `‹${name}›`;
  const list = [text];
  return new Proxy(list, {
    get(_, key) {
      if (key === Symbol.toPrimitive || key === "toString" || key === "toJSON") return () => text;
      if (key in list) return Reflect.get(list, key) as unknown;
      if (typeof key === "symbol") return undefined;
      if (key in String.prototype) return stringMember(text, key);
      return placeholder(`${name}.${key}`);
    },
  });
}

function stringMember(text: string, key: string): unknown {
  const member = (Object(text) as Readonly<Record<string, unknown>>)[key];
  return typeof member === "function" ? (...args: unknown[]) => Reflect.apply(member, text, args) as unknown : member;
}

const DEPENDS = "(depends on the case)";

/** A sentence of an error with the names of its parameters; some sentences need real ones, and some are nothing but one. */
export function sentenceOf(make: (parameters: never) => string): string {
  try {
    const sentence = make(placeholders() as never);
    return /^‹[^›]*›$/.test(sentence) ? DEPENDS : sentence;
  } catch {
    return DEPENDS;
  }
}
