import { expect } from "chai";
import type { Value } from "../../../src/model/value.ts";
import { calculate, faultOf, render } from "../support.ts";

const VALUES = {
  ...{ n: 5, x: 2.5, s: "text", e: "", t: true, f: false, z: null, k: "a", l: [3, 1, 2] },
  m: { a: 1, "a-b": 2 },
  hosts: { a: { port: 80 } },
  r: { rc: 0, stdout: "abc", changed: true, failed: false },
  u: [
    { name: "p", on: true, n: 1, old: false },
    { name: "q", on: false, n: 2 },
  ],
};

/** The texts that Ansible accepts, and their values there. */
type Case = readonly [text: string, value: Value];

/** What a hint says to write. */
function written(hint: string): string {
  const found = /^Write (.*?)(?: as the whole value)?\.$/.exec(hint);
  if (!found?.[1]) throw new Error(`the hint does not say what to write: ${hint}`);
  return found[1];
}

/** Jinja counts in numbers, CEL in bigint or double. */
function plain(value: Value): unknown {
  return JSON.parse(JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? Number(part) : part)));
}

function valueOf(outcome: ReturnType<typeof calculate>): unknown {
  if (!outcome.ok) throw new Error(`${outcome.faults[0].message} ${outcome.faults[0].hint}`);
  return plain(outcome.value);
}

describe("language/jinja/hints: what they say to write works in expressions", () => {
  const cases: readonly Case[] = [
    ["n ** 2", 25],
    ["x ** 2", 6.25],
    ["2 ** 10", 1024],
    ["(n + 1) ** 2 - 1", 35],
    ["n ** 3 > 100", true],
    ["n // 2", 2],
    ["7 // 2 * 2", 6],
    ["+n", 5],
    ["n not in l", true],
    ["not n in l", true],
    ["n in (1, 5)", true],
    ["n not in (1, 5)", false],
    ["'xe' not in s", true],
    ["s not in 'some texts'", false],
    ["n is in l", false],
    ["n is not in [1, 2]", true],
    ["s is in ['text']", true],
    ["n is ge 5", true],
    ["n is greaterthan(3)", true],
    ["n is lessthan 3 or n is le 5", true],
    ["s is upper or s is lower", true],
    ["z is None", true],
    ["n is not None and n > 3", true],
    ["n is undefined or n == 5", true],
    ["hosts[k].port is defined", true],
    ["hosts[k]['user'] is not defined", true],
    ["m['a-b'] is defined and t", true],
    ["m[s] is undefined", true],
    ["l[3] is defined", false],
    ["hosts[k].user | default('root')", "root"],
    ["hosts[k].port | default(22)", 80],
    ["e | default('d', true)", "d"],
    ["s | default('d', true)", "text"],
    ["q | default('d', boolean=True)", "d"],
    ["s ~ '-' ~ n", "text-5"],
    ["'a' if n > 3 else 'b'", "a"],
    ["t and 'a' or 'b'", "a"],
    ["s == 'x' or 'text'", true],
    ["-n | abs", 5],
    ["t and s | replace('t', 'd') == 'dexd'", true],
    ["l | sort == [1, 2, 3]", true],
    ["l | sum == 6 and 'x' | hash('md5') != s", true],
    ["u | groupby('n') | length", 2],
    ["'1.10' is version('1.9', '>=') and '1.10' is not version_compare('1')", true],
    ["m | to_json", '{"a":1,"a-b":2}'],
    ["[[1, [2]]] | flatten", [1, 2]],
    ["l[-1]", 2],
    ["[i * 2 for i in l if i > 1]", [6, 4]],
    ["[h.name for h in u if h.on]", ["p"]],
    ["l | map('string') | list", ["3", "1", "2"]],
    ["l | select('gt', 1) | list", [3, 2]],
    ["l | reject('equalto', 1) | list | length", 2],
    ["u | selectattr('n', '>', 1) | map(attribute='name') | list", ["q"]],
    ["u | selectattr('name', 'in', ['p', 'x']) | list | length == 1", true],
    ["u | rejectattr('name', 'search', 'p') | map(attribute='n') | list", [2]],
    ["u | selectattr('old', 'defined') | map(attribute='name') | list", ["p"]],
    ["l | difference([3])", [1, 2]],
    ["l | intersect([3, 4])", [3]],
  ];
  for (const [text, value] of cases) {
    it(`translates ${text}`, () => {
      const { hint } = faultOf(calculate(text, VALUES));
      expect(valueOf(calculate(written(hint), VALUES)), hint).to.deep.equal(value);
    });
  }

  const untranslated: readonly (readonly [text: string, hint: string])[] = [
    ["2 ** n", "There is no operator for powers"],
    ["t and n ** 0.5 > 2", "There is no operator for powers"],
    ["s is truthy", "Write a comparison instead of the test"],
    ["'/etc/passwd' is file", "Register the result of the module stat"],
    ["s is version('1.10', '>=', strict=true) and t", "version(x, "],
    ["s is odder", "what the test odder does"],
    ["l[::2]", "A slice has a start and an end"],
    ["loop.index == 1", "loop_index in a task with `loop`"],
    ["l.join(',')", "Write l.map(each, string(each)).join(',')."],
  ];
  for (const [text, hint] of untranslated) {
    it(`says what to do instead of ${text}`, () => {
      const fault = faultOf(calculate(text, VALUES));
      expect(fault.hint).to.include(hint);
    });
  }
});

describe("language/jinja/hints: what they say to write works in templates", () => {
  const cases: readonly Case[] = [
    ["n ** 2", 25],
    ["(n + 1) ** 2", 36],
    ["n // 2", 2],
    ["n % 3", 2],
    ["n not in l", true],
    ["n in (1, 5)", true],
    ["n is ge 5", true],
    ["n is in l", false],
    ["z is None", true],
    ["t ? 'a' : 'b'", "a"],
    ["s + n | string", "text5"],
    ["s | upper + '-x'", "TEXT-x"],
    ["hosts[k].user is defined", false],
    ["q | default('d', true)", "d"],
    ["e | default('d', true)", "d"],
    ["s | default('d', true)", "text"],
    ["m.q | default('d', true)", "d"],
    ["hosts[k].user | default('d', true)", "d"],
    ["hosts[k].port | default('d', true)", 80],
    ["lookup('vars', 'q') | default('d', true)", "d"],
    ["lookup('vars', 's') | default('d')", "text"],
    ["l | select('gt', 1) | list", [3, 2]],
    ["m is mapping", true],
    ["s is not string", false],
    ["z is none", true],
    ["'ex' in s", true],
    ["'a' in m and 4 not in l", true],
    ["s is search('^t.x')", true],
    ["s is contains('q')", false],
    ["'5' | int + 1", 6],
    ["'false' | bool", false],
    ["l[1:]", [1, 2]],
    ["l[:-1]", [3, 1]],
    ["s[1:3]", "ex"],
    ["l if t else m", [3, 1, 2]],
    ["m if n == 5 else l", { a: 1, "a-b": 2 }],
    ["u | sort(attribute='n', reverse=true) | map(attribute='name') | list", ["q", "p"]],
    ["'k' | extract({'k': 7})", 7],
    ["'%s-%d' | format(s, n)", "text-5"],
    ["'a//'.rstrip('/')", "a"],
    ["s | regex_replace('T', 'd', ignorecase=True)", "dexd"],
    ["x | round(0, 'ceil')", 3],
    ["'10.1.2.3/8' | ipaddr('network')", "10.0.0.0/8"],
    ["m | combine({'b': {'c': 1}}) | length", 3],
    ["[n, s]", [5, "text"]],
    ["l | type_debug", "list"],
  ];
  for (const [text, value] of cases) {
    it(`translates ${text}`, () => {
      const { hint } = faultOf(render(`{{ ${text} }}`, VALUES));
      const instead = written(hint);
      const obeyed = instead.startsWith("!cel ") ? calculate(instead.slice(5), VALUES) : render(instead, VALUES);
      expect(valueOf(obeyed), hint).to.deep.equal(value);
    });
  }

  it("says what to do instead of a test or power without a counterpart", () => {
    expect(faultOf(render("{{ s is odder }}", VALUES)).hint).to.include("what the test odder does");
    expect(faultOf(render("{{ 2 ** n }}", VALUES)).hint).to.include("There is no operator for powers");
  });
});

describe("language/jinja/facts: what the hints say about facts below a host works", () => {
  const facts = { os: { family: "debian" }, default_ipv4: { address: "10.0.0.5" }, interfaces: { lo: {} } };
  const hostvars = { one: { address: "h1", facts }, "10.0.0.1": { address: "h2", facts } };
  const scope = { hostvars, h: "one" };
  const said = (hint: string) =>
    /^Write (.*?)(?:; its values are in lower case, as in "debian")?\.$/.exec(hint)?.[1] ?? hint;
  const paths: readonly (readonly [path: string, ours: string, value: Value])[] = [
    ["hostvars.one.ansible_default_ipv4.address", "hostvars.one.facts.default_ipv4.address", "10.0.0.5"],
    ["hostvars.one.ansible_facts.os_family", "hostvars.one.facts.os.family", "debian"],
    ["hostvars.one.ansible_os_family", "hostvars.one.facts.os.family", "debian"],
    ["hostvars.one.ansible_host", "hostvars.one.address", "h1"],
  ];
  const indexed: typeof paths = [
    ['hostvars["one"]["ansible_facts"]["os_family"]', 'hostvars["one"].facts.os.family', "debian"],
    ["hostvars[h].ansible_facts.default_ipv4.address", "hostvars[h].facts.default_ipv4.address", "10.0.0.5"],
    ["hostvars[h].ansible_interfaces", "keys(hostvars[h].facts.interfaces)", ["lo"]],
  ];
  for (const [path, ours, value] of [...paths, ...indexed]) {
    it(`translates ${path} in an expression`, () => {
      const { hint } = faultOf(calculate(path, scope));
      expect(said(hint)).to.equal(ours);
      expect(valueOf(calculate(said(hint), scope))).to.deep.equal(value);
    });
  }
  const dotted: typeof paths = [["hostvars.[10.0.0.1].ansible_host", "hostvars.[10.0.0.1].address", "h2"]];
  for (const [path, ours, value] of [...paths, ...dotted]) {
    it(`translates ${path} in a template`, () => {
      const { hint } = faultOf(render(`{{ ${path} }}`, scope));
      expect(said(hint)).to.equal(ours);
      expect(valueOf(render(`{{ ${said(hint)} }}`, scope))).to.deep.equal(value);
    });
  }
});
