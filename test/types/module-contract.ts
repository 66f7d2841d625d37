/**
 * What must not compile around the module contract. The build checks it: a line below `@ts-expect-error` that compiles is an error.
 * Nothing here runs.
 */
import { good } from "../../src/errors/fault.ts";
import { pureModule, serviceModule, shellModule, type Module, type Service } from "../../src/module/contract.ts";
import { read, write, type Script } from "../../src/module/script.ts";

const described = { name: "thing", summary: "Keeps a thing.", examples: [{ title: "Keep it", args: {} }] } as const;
const args = {
  required: ["key"],
  properties: {
    key: { type: "string", description: "Its name." },
    size: { type: "integer", description: "Its size." },
    state: { type: "string", description: "What it should be.", enum: ["present", "absent"], default: "present" },
  },
} as const;

const thing = shellModule({
  ...described,
  args,
  probe: ({ key }) => ({ script: read`cat ${key}`, parse: ({ stdout }) => good({ live: stdout }) }),
  decide: (_args, { live }) => ({ changes: [], result: { live } }),
  apply: ({ key }) => ({ script: write`touch ${key}` }),
});

interface Reader {
  ask(): Promise<string>;
}
interface Writer {
  tell(): Promise<void>;
}
declare const service: Service<string, Reader, Writer>;

/** The registry takes any module. */
export const erased: readonly Module[] = [thing];

export function scripts(): readonly Script[] {
  return [
    // @ts-expect-error: a string is not a script, so no command is built by concatenation.
    "rm -rf /",
    // @ts-expect-error: a read script cannot contain a script that writes.
    read`true && ${write`touch /a`}`,
    // @ts-expect-error: an object is not quoted.
    read`echo ${{ key: "a" }}`,
  ];
}

export function modules(): readonly Module[] {
  return [
    shellModule({
      ...described,
      args,
      // @ts-expect-error: a probe may not write.
      probe: ({ key }) => ({ script: write`touch ${key}`, parse: ({ stdout }) => good(stdout) }),
      decide: () => ({ changes: [], result: {} }),
      apply: ({ key }) => ({ script: write`touch ${key}` }),
    }),
    shellModule({
      ...described,
      args,
      probe: () => ({ script: read`true`, parse: () => good(1) }),
      // @ts-expect-error: the schema says that `key` is a string.
      decide: ({ key }) => ({ changes: [], result: { half: key / 2 } }),
      apply: () => ({ script: write`true` }),
    }),
    // @ts-expect-error: a module has at least one example.
    pureModule({ ...described, examples: [], args, decide: () => ({ changes: [], result: {} }) }),
    serviceModule({
      ...described,
      args,
      service,
      target: ({ key }) => key,
      probe: (_args, reader) => reader.ask().then(good),
      decide: () => ({ changes: [], result: {} }),
      // @ts-expect-error: apply gets the client's writing half.
      apply: (_args, _changes, reader: Reader) => reader.ask().then((answer) => good({ answer })),
    }),
  ];
}

export function calls(): void {
  const predicted = { get: () => undefined, any: () => false };
  const given = { key: "a", state: "present" } as const;
  // @ts-expect-error: `key` is required.
  thing.probe({ state: "present" });
  // @ts-expect-error: an argument with a default is always there.
  thing.probe({ key: "a" });
  // @ts-expect-error: not one of the words of the enum.
  thing.probe({ key: "a", state: "gone" });
  // @ts-expect-error: the state is what `probe` returns.
  thing.decide(given, { live: 1 }, predicted);
  // @ts-expect-error: without a change there is nothing to apply.
  thing.apply(given, [], { live: "" });
  const [any] = erased;
  // @ts-expect-error: the erased module takes arguments only from the engine, which has checked them.
  if (any?.kind === "shell") any.probe(given);
}
