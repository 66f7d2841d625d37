/**
 * Stands for the parameters of an error where its sentence is documented: whatever is asked of it is a name in angle
 * quotes, which can be used as a text and as a list.
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
      if (key in String.prototype) return ofText(text, key);
      return placeholder(`${name}.${key}`);
    },
  });
}

function ofText(text: string, key: string): unknown {
  const member = (Object(text) as Readonly<Record<string, unknown>>)[key];
  return typeof member === "function" ? (...args: unknown[]) => Reflect.apply(member, text, args) as unknown : member;
}
