import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { mibOf } from "../../src/model/size.ts";
import { tryRole } from "./site-role.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

const varsOf = (profile: string) =>
  parse(readFileSync(join(ROOT, "profiles", profile), "utf8")) as Readonly<Record<string, unknown>>;

interface Use {
  readonly size: string;
}

/** The memory in GiB that preflight requires on main and on a worker, rounded up to tenths. */
async function required(vars: Readonly<Record<string, unknown>>): Promise<{ main: string; worker: string }> {
  const tasks = [{ name: "Memory", debug: { msg: "{{ json preflight_memory }}" } }];
  const { messages, output } = await tryRole({ role: "preflight", tasks, vars });
  const on = (host: string) => {
    const written = messages.get(`${host} Memory`);
    expect(written, output).to.be.a("string");
    const mib = (JSON.parse(String(written)) as Use[]).reduce((sum, { size }) => sum + mibOf(size), 0);
    return (Math.ceil((mib / 1024) * 10) / 10).toFixed(1);
  };
  return { main: on("server1"), worker: on("server2") };
}

describe("profiles", () => {
  for (const profile of readdirSync(join(ROOT, "profiles"))) {
    it(`${profile} has only variables that roles specify, and needs the memory that README.md names`, async () => {
      const vars = varsOf(profile);
      const specified = readdirSync(join(ROOT, "roles")).flatMap((role) => {
        const text = readFileSync(join(ROOT, "roles", role, "meta/argument_specs.yaml"), "utf8");
        return [...text.matchAll(/^ {6}(\w+):/gm)].map(([, name]) => name);
      });
      expect(specified).to.include.members(Object.keys(vars));
      const { main, worker } = await required(vars);
      expect(README).to.match(new RegExp(`profiles/${profile}[^|]*\\| +${main} GiB +\\| +${worker} GiB`));
    });
  }
});
