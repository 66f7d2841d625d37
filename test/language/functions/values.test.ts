import { expect } from "chai";
import { compileExpression } from "../../../src/language/cel/expression.ts";
import { compileTemplate } from "../../../src/language/template/template.ts";
import { Secret } from "../../../src/model/secret.ts";
import { Unknown } from "../../../src/model/unknown.ts";
import { valueOf } from "../../errors/value-of.ts";
import { AT, calculate, calculated, expectFault, opened, render, rendered } from "../support.ts";

describe("language/functions: values", () => {
  const cases: readonly (readonly [text: string, answer: unknown])[] = [
    ["unique([1, 1.5, '1', true, null, null, [1], [1]])", [1, 1.5, "1", true, null, [1]]],
    ["union([], [])", []],
    ["difference([{'a': 1, 'b': 2}], [{'b': 2, 'a': 1}])", []],
    ["sort_by([{'n': 1, 'i': 1}, {'n': 0, 'i': 2}, {'n': 1, 'i': 3}], 'n').map(x, x.i)", [2, 1, 3]],
    ["sort(['é', 'Z', 'a'])", ["a", "Z", "é"]],
    ["zip([1], [])", []],
    ["product([1, 2], [])", []],
    ["slice('añb😀c', -3)", "b😀c"],
    ["slice([1, 2], 5)", []],
    ["'ß'.upper()", "SS"],
    ["split('', ',')", [""]],
    ["split('')", []],
    ['from_json(\'{"a": "1234567890123456789"}\').a', "1234567890123456789"],
    ["from_yaml('a: yes')", { a: "yes" }],
    ["from_yaml('')", null],
    ["from_yaml(yaml({'a': 'yes', 'b': 'x: y', 'c': '1', 'd': null}))", { a: "yes", b: "x: y", c: "1", d: null }],
    ["regex_replace('aaa', 'a', '\\\\g<0>b', 2)", "ababa"],
    ["regex_replace('abc', '', '-')", "-a-b-c-"],
    ["regex_search('abc', 'z')", null],
    ["regex_findall('abc', 'z')", []],
    ["version('1.0', '1.0.0', '<')", true],
    ["version('1.0rc1', '1.0.1', '<')", true],
    ["version('10.99999999999999999999', '10.99999999999999999998', '>')", true],
    ["version('1.0.0-alpha.1', '1.0.0-alpha.beta', '<', 'semver')", true],
    ["version('1.0+build', '1.0', '>', 'debian')", true],
    ["version('1.0~', '1.0', '<', 'debian')", true],
    ["version('0:1.2-3', '1.2-3', '==', 'debian')", true],
    ["version('1.2-3', '1.2', '>', 'debian')", true],
    ["is_ip('10.1')", false],
    ["is_ip('010.0.0.1')", false],
    ["is_ip('1.2.3.4/33')", false],
    ["is_ip('::ffff:1.2.3.4', 'ipv6')", true],
    ["ip_network('2001:db8:ff:1::1/48')", "2001:db8:ff::/48"],
    ["ip_in('10.0.0.0/8', '10.0.0.0/16')", false],
    ["ip_nth('fd00::/64', -1)", "fd00::ffff:ffff:ffff:ffff"],
    ["ip_netmask('1.2.3.4/0')", "0.0.0.0"],
    ["splitext('archive.tar.gz')", ["archive.tar", ".gz"]],
    ["normpath('a/../..')", ".."],
    ["normpath('')", "."],
    ["relpath('/a', '/a')", "."],
    ["relpath('/a/b/c', '/a/d')", "../b/c"],
    ["[1, 2, 3, 4][1:3]", [2, 3]],
    ["'abcd'[:-1] + 'abcd'[2:] + \"a:b\"[:]", "abccda:b"],
    ["[[1, 2, 3], [4]][0][1 > 0 ? 1 : 0:]", [2, 3]],
    ["{'k': [1, 2]}['k'][:1] + [size([1, 2][1:])]", [1, 1]],
    ["sequence(3, 1)", [3, 2, 1]],
    ["sequence(3, 1, 1)", []],
    ["sequence(10, 26, 16, '%%%04x')", ["%000a", "%001a"]],
    ["sequence(-1, 0, 1, '%3d|')", [" -1|", "  0|"]],
    ["round(-2.5)", -3],
    ["int('-7')", -7],
    ["strftime('%j %p', 0)", "001 AM"],
    ["duration_seconds('1.5h')", 5400],
    ["duration_text(0)", "0s"],
    ["combine({'a': [1]}, {'a': [2]}, true)", { a: [2] }],
    ["{'a': 1} + {'b': 2, 'a': 3}", { a: 3, b: 2 }],
    ["[1] + [2]", [1, 2]],
    ["default(nowhere, 1) + default(m.x.y, 2) + default(m.l[5], 3)", 6],
    ["default(m.e, 'x', true) + default(m.e, 'x')", "x"],
  ];
  for (const [text, answer] of cases) {
    it(`computes ${text}`, () => expect(calculated(text, { m: { l: [], e: "" } })).to.deep.equal(answer));
  }

  it("replaces in a template what does not exist", () => {
    expect(
      rendered("{{default nowhere 1}} {{default m.x.y 2}} {{default m.e 'x'}}|{{default m.e 'x' true}}", {
        m: { e: "" },
      }),
    ).to.equal("1 2 |x");
    expect(
      valueOf(compileTemplate("{{default nowhere other}}", AT, "value")).names.map(({ name }) => name),
    ).to.deep.equal(["other"]);
    expect(valueOf(compileExpression("default(nowhere.x, other)", AT)).names.map(({ name }) => name)).to.deep.equal([
      "other",
    ]);
  });

  it("keeps all digits of an integer in JSON", () => {
    expect(rendered("{{from_json text}}", { text: "[12345678901234567890123]" })).to.deep.equal([
      12345678901234567890123n,
    ]);
  });

  it("adds lists and maps in a template", () => {
    expect(rendered("{{add a b}}", { a: [1], b: [2] })).to.deep.equal([1, 2]);
    expect(rendered("{{add a b}}", { a: { x: 1 }, b: { x: 2 } })).to.deep.equal({ x: 2 });
  });
});

describe("language/functions: wrong use", () => {
  const cases: readonly (readonly [text: string, place: string, part: string])[] = [
    ["sort([1, 'a'])", "10:10", "`sort` cannot compare a string with a number"],
    ["first([])", "10:11", "at least one element"],
    ["join(1, ',')", "10:10", "needs a list here, but the argument is a number"],
    ["1 + sum(['a'])", "10:13", "a list of numbers"],
    ["'x'.b64decode(1)", "10:5", "takes 1 argument, not 2"],
    ["b64decode('%')", "10:15", "Base64"],
    ["b64decode('/w==')", "10:15", "UTF-8"],
    ["from_json('{')", "10:15", "needs JSON"],
    ["from_yaml('a: [')", "10:15", "needs YAML"],
    ["hash('a', 'crc')", "10:15", "one of md5, sha1"],
    ["password_hash('a', 'sha512', 'a b')", "10:34", "salt"],
    ["password_hash('a', 'sha512')", "10:5", "takes 3 to 4 arguments, not 2"],
    ["regex_replace('a', '(', 'b')", "10:24", "regular expression"],
    ["regex_replace('a', 'a', '\\\\1')", "10:29", "a group"],
    ["version('a', '1')", "10:13", "needs a version"],
    ["ip_network('10.0.0.1')", "10:16", "prefix length"],
    ["epoch('2023-02-29')", "10:11", "needs a date"],
    ["strftime('%Q', 0)", "10:14", "`%Q`"],
    ["sequence(1, 3, 0)", "10:20", "a step that is not 0"],
    ["sequence(1, 3, 1, 'web')", "10:23", "one %d"],
    ["sequence(1, 3, 1, '%d%5')", "10:23", "knows %d, %x, %o"],
    ["from_items([{'key': 'a'}])", "10:16", "the field `value`"],
    ["upper(m.nowhere)", "10:13", "nowhere"],
    ["[1, 2][1:] != [] && upper(m)", "10:31", "needs a string"],
    ["[1, 2][0:2:1]", "10:13", "A slice has a start"],
  ];
  for (const [text, place, part] of cases) {
    it(`rejects ${text}`, () => expectFault(calculate(text, { m: {} }), `at tasks/main.yaml:${place}: `, part));
  }

  it("says how to write it", () => {
    expectFault(calculate("unique(1)"), 'Write it as in this example: unique([3, 1, 3, "1"]).');
    expectFault(render("{{unique 1}}"), "Write it as in this example: {{unique list}}.");
  });
});

describe("language/functions: secrets, unknowns and limits", () => {
  const values = {
    word: new Secret("a,b"),
    later: [new Unknown("not run"), 1],
    some: { a: new Unknown("not run") },
    m: { a: new Secret("x"), b: 1 },
  };

  it("make secrets of secrets", () => {
    expect(opened(calculated("split(word, ',') + keys(m)", values))).to.deep.equal(
      ["a", "b", "a", "b"].map((text) => `secret(${text})`),
    );
    expect(opened(rendered('{{split word ","}}', values))).to.deep.equal(["secret(a)", "secret(b)"]);
    expect(opened(calculated("b64encode(word)", values))).to.equal("secret(YSxi)");
    expect(opened(calculated("combine(m, {'c': 'y'})", values))).to.deep.equal({
      a: "secret(x)",
      b: 1,
      c: "secret(y)",
    });
  });

  it("do not touch the secrets and unknowns that they do not read", () => {
    expect(opened(calculated("keys(m)", values))).to.deep.equal(["a", "b"]);
    expect(opened(calculated("values(m)", values))).to.deep.equal(["secret(x)", 1]);
    expect(rendered("{{keys some}}", values)).to.deep.equal(["a"]);
    expect(rendered("{{length later}}", values)).to.equal(2);
  });

  it("are unknown if an argument is", () => {
    expect(calculated("json(later)", values)).to.be.instanceOf(Unknown);
    expect(calculated("sum(later)", values)).to.be.instanceOf(Unknown);
  });

  const huge = {
    text: "a".repeat(8 * 1024 * 1024),
    deep: "[".repeat(100_000),
    zeros: Array.from({ length: 3000 }, () => 0),
  };
  const limited: readonly (readonly [text: string, code: string])[] = [
    ["replace(text, 'a', 'aaaa')", "language/too-"],
    ["indent(replace(text.slice(0, 100000), 'a', 'x\\n'), 1000)", "language/too-"],
    ["product(zeros, zeros, zeros)", "language/too-long"],
    ["from_json(deep)", "language/helper-argument"],
    ["from_yaml(deep)", "language/helper-argument"],
    ["split(text, 'a').map(x, split(text, 'a'))", "language/too-long"],
    ["range(1000).map(i, password_hash('a', 'sha512', 'b', 100000))", "language/too-long"],
    ["regex_findall(text.slice(0, 200000), 'a.*b|a')", "language/"],
  ];
  for (const [text, code] of limited) {
    it(`limits ${text}`, () => expectFault(calculate(text, huge), code)).timeout(20_000);
  }
});
