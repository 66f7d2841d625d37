import { good, type Outcome } from "../../../src/errors/fault.ts";
import type { Answer } from "../../../src/module/answer.ts";
import { shellModule, type Module, type ModuleRegistry } from "../../../src/module/contract.ts";
import { read, write, type Script } from "../../../src/module/script.ts";
import type { Access } from "../../../src/run/places/target.ts";
import type { Step } from "../../../src/shell/frame.ts";
import type { StepAnswer } from "../../../src/shell/shell.ts";

/** Makes an entry that has been made below another one, if it is named: what is found there before depends on that. */
const make = shellModule({
  name: "make",
  summary: "Makes an entry.",
  args: { required: ["name"], properties: { name: { type: "string", description: "Its name." } } },
  examples: [{ title: "It", args: { name: "one" } }],
  failsByStatus: true,
  probe: ({ name }) => ({ script: read`look at ${name}`, parse: ({ stdout }) => good(stdout) }),
  decide: ({ name }, state) => ({
    result: {},
    changes:
      state === "there" ? [] : [{ resource: { kind: "path", name }, summary: "make it", before: null, after: {} }],
  }),
  apply: ({ name }) => ({ script: write`make ${name}` }),
});

export const modules: ModuleRegistry = {
  names: ["make"],
  load: (name) => Promise.resolve(name === "make" ? (make as Module) : undefined),
};

/** A host of entries, in this process. It counts its requests. */
export class FakeHost {
  readonly made: string[] = [];
  requests = 0;

  readonly access = (): Promise<Outcome<Access>> => Promise.resolve(good({ mode: "run", session: this.#session() }));

  #session(): never {
    const session = {
      readEach: (scripts: readonly Script[]) => this.#request([], scripts),
      writeThenRead: (script: Script<"write">, scripts: readonly Script[]) => this.#request([{ script }], scripts),
      writeSteps: (steps: readonly Step[], scripts: readonly Script[]) => this.#request(steps, scripts),
      knownPending: () => [],
      pending: () => Promise.resolve(good([])),
      uploading: () => undefined,
      close: () => Promise.resolve(),
    };
    return session as never;
  }

  #request(steps: readonly Step[], reads: readonly Script[]): Promise<Outcome<StepAnswer>>[] {
    this.requests += 1;
    let isLeftOut = false;
    const answers = steps.map(({ script, guard }): StepAnswer => {
      const found = guard && this.#answer(guard.probe);
      isLeftOut ||= found !== undefined && found.stdout !== guard?.prints;
      return isLeftOut && found ? { stdout: "", stderr: "", exit: 0, isLeftOut, found } : this.#answer(script);
    });
    return [...answers, ...reads.map((script) => this.#answer(script))].map((answer) => Promise.resolve(good(answer)));
  }

  #answer({ text }: Script): Answer {
    const [, verb = "", name = ""] = /^(look at|make) '(.*)'$/m.exec(text) ?? [];
    if (verb === "make") this.made.push(name);
    return { stdout: verb === "look at" && this.made.includes(name) ? "there" : "", stderr: "", exit: 0 };
  }
}
