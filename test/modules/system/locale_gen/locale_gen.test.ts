import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { locale_gen } from "../../../../src/modules/system/locale_gen/locale_gen.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof locale_gen.decide>[0];

const FILE = "/etc/locale.gen";
const LIST = "# A list.\n# de_DE.UTF-8 UTF-8\nen_GB.UTF-8 UTF-8\n";
const base64 = (of: string) => Buffer.from(of).toString("base64");
const show = (path: string, text: string) => `file ${base64(path)} ${base64(text)}\n`;
const ABLE = "locale C.utf8\nlocale en_GB.utf8\ntool yes\nroot yes\n";

function decide(given: Partial<Args>, answer = ABLE, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(locale_gen, { name: ["de_DE.UTF-8"], ...given });
  const lists = show(FILE, LIST) + show("/usr/share/i18n/SUPPORTED", "fr_FR.UTF-8 UTF-8\nfr_FR ISO-8859-1\n");
  const state = locale_gen.probe(args).parse(answered(`${lists}${answer}done 1\n`));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = locale_gen.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? locale_gen.apply(args, changes, state.value).script.text : "";
  const names = changes.map(({ resource }) => resource.name);
  return { ...decision, names, script };
}

describe("modules/system/locale_gen", () => {
  it("enables the line and generates the locale, once", () => {
    const { names, changes, script } = decide({});
    expect(names).to.deep.equal([FILE, "locale/de_DE.utf8"]);
    expect(changes[0]?.after).to.include({ text: "# A list.\nde_DE.UTF-8 UTF-8\nen_GB.UTF-8 UTF-8\n" });
    expect(script.indexOf("with_environment locale-gen")).to.be.greaterThan(script.indexOf("take_name 'locale.gen'"));
    expect(decide({ name: ["en_GB.UTF-8"] }).changes).to.deep.equal([]);
    expect(decide({}, ABLE, predictedFrom(changes)).changes).to.deep.equal([]);
  });

  it("adds a line with the character set of the supported locale", () => {
    expect(decide({ name: ["fr_FR"] }).changes[0]?.after).to.include({ text: `${LIST}fr_FR ISO-8859-1\n` });
    expect(decide({ name: ["xx_XX"] }).fault?.code).to.equal("modules/no-locale");
  });

  it("removes a locale", () => {
    const { names, changes } = decide({ name: ["en_GB.UTF-8"], state: "absent" });
    expect(names).to.deep.equal([FILE, "locale/en_GB.utf8"]);
    expect(changes[0]?.after).to.include({ text: LIST.replace("\nen", "\n# en") });
    expect(decide({ state: "absent" }).changes).to.deep.equal([]);
  });

  it("needs root and locale-gen, which an earlier task may install", () => {
    expect(decide({}, "tool yes\n").fault?.code).to.equal("modules/not-root");
    expect(decide({}, "root yes\n").fault).to.include({ code: "modules/no-program", missing: true });
  });
});
