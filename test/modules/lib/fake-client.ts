import { good } from "../../../src/errors/fault.ts";

/** One half of a service's client: the given methods, and for every other one a method that throws. */
export function fakeClient<Half extends object>(methods: Partial<Half>): Half {
  return new Proxy(methods as Half, {
    get(target, name): unknown {
      if (Reflect.has(target, name)) return Reflect.get(target, name);
      return () => {
        throw new Error(`the module called ${String(name)}`);
      };
    },
  });
}

/** One half of a service's client: the named methods succeed without a value, and `calls` lists them with their parameters. */
export function recordingClient<Half extends object>(names: readonly (keyof Half)[]) {
  const calls: unknown[] = [];
  const record =
    (name: keyof Half) =>
    (...parameters: unknown[]) => {
      calls.push([name, ...parameters]);
      return Promise.resolve(good(undefined));
    };
  const methods = Object.fromEntries(names.map((name) => [name, record(name)])) as Partial<Half>;
  return { calls, client: fakeClient<Half>(methods) };
}
