import { expect } from "chai";
import { load } from "../load.ts";

type Item = Readonly<Record<string, unknown>>;
interface Alerting {
  provisionedAlerting(files: readonly { file: string; content: unknown }[]): { rules: Item[]; contacts: Item[] };
  describeRule(rule: Item): Item;
}
interface Result {
  readonly error?: string;
  readonly frames: readonly { readonly schema: { readonly fields: readonly Item[] }; readonly data: unknown }[];
}
type Evaluate = (query: Item, results: Readonly<Record<string, unknown>>) => Result;

const query = { refId: "A", datasourceUid: "druid", relativeTimeRange: { from: 600, to: 0 }, model: {} };
const rule = { uid: "one", title: "One", condition: "A", data: [query], for: "1m" };
const group = { name: "G", folder: "F", interval: "1m", rules: [rule] };
const contact = { uid: "c", type: "slack", settings: { url: "http://hook" } };
const contacts = (more: Item) => ({ contactPoints: [{ name: "team", receivers: [{ ...contact, ...more }] }] });

describe("lab/images/grafana: alerts", () => {
  let alerting: Alerting;
  let evaluate: Evaluate;
  before(async () => {
    alerting = await load("grafana", "app", "alerting.mjs");
    ({ evaluate } = await load<{ evaluate: Evaluate }>("grafana", "app", "expressions.mjs"));
  });
  const provision = (content: Item) =>
    alerting.provisionedAlerting([{ file: "a.yaml", content: { apiVersion: 1, ...content } }]);

  it("are provisioned with their folder, group and states", () => {
    const found = provision({ groups: [group], ...contacts({}), policies: [{ receiver: "team" }] });
    expect(found.contacts).to.deep.equal([{ uid: "c", name: "team", type: "slack" }]);
    expect(alerting.describeRule({ ...found.rules[0], dashboardUid: "d", panelId: 2 })).to.deep.include({
      folderUID: "F",
      ruleGroup: "G",
      noDataState: "NoData",
      execErrState: "Alerting",
      annotations: { __dashboardUid__: "d", __panelId__: "2" },
      provenance: "file",
    });
  });

  const withGroup = (more: Item) => ({ groups: [{ ...group, ...more }] });
  const withRule = (more: Item) => withGroup({ rules: [{ ...rule, ...more }] });
  const refused: Readonly<Record<string, [Item, RegExp]>> = {
    "another version": [{ apiVersion: 2 }, /apiVersion must be 1/],
    "a group without a name": [withGroup({ name: " " }), /no name set/],
    "a group without a folder": [withGroup({ folder: "" }), /no folder set/],
    "an interval that the scheduler cannot keep": [withGroup({ interval: "15s" }), /divided exactly by 10s/],
    "a rule without a title": [withRule({ title: "" }), /no title set/],
    "a rule without a uid": [withRule({ uid: undefined }), /no UID set/],
    "a uid that is too long": [withRule({ uid: "u".repeat(41) }), /uid u+ is invalid/],
    "a wrong duration": [withRule({ for: "soon" }), /not a valid duration/],
    "an unknown state without data": [withRule({ noDataState: "Silent" }), /NoData state option/],
    "an unknown state after errors": [withRule({ execErrState: "Silent" }), /Error state option/],
    "a rule without queries": [withRule({ data: [] }), /no data set/],
    "a rule without a condition": [withRule({ condition: "" }), /no condition set/],
    "a condition that is no query": [withRule({ condition: "Z" }), /condition Z does not exist/],
    "a query without a data source": [withRule({ data: [{ ...query, datasourceUid: "" }] }), /no datasourceUid/],
    "a query without a time range": [withRule({ data: [{ ...query, relativeTimeRange: undefined }] }), /time range/],
    "a panel without its dashboard": [withRule({ panelId: 1 }), /both dashboardUid and panelId/],
    "a uid that is used twice": [withGroup({ rules: [rule, { ...rule, title: "Two" }] }), /uid one/],
    "a title that is used twice": [withGroup({ rules: [rule, { ...rule, uid: "two" }] }), /title One/],
    "an unknown type of contact point": [contacts({ type: "fax" }), /unknown type fax/],
    "a contact point without its settings": [contacts({ settings: {} }), /could not find url or token/],
    "a policy for nobody": [{ policies: [{ receiver: "gone" }] }, /receiver 'gone' does not exist/],
  };
  for (const [what, [content, message]] of Object.entries(refused)) {
    it(`refuses to start with ${what}`, () => expect(() => provision(content)).to.throw(message));
  }

  const fields = [
    { name: "server", type: "string" },
    { name: "share", type: "number" },
  ];
  const table = (columns: readonly Item[], values: readonly unknown[]) => ({
    A: { frames: [{ schema: { fields: columns }, data: { values } }] },
  });
  const above = (limit: unknown) => ({
    refId: "C",
    type: "threshold",
    expression: "A",
    conditions: [{ evaluator: { type: "gt", params: [limit] } }],
  });
  const values = [
    ["a", "b"],
    [0.9, 0.8],
  ];

  it("fire for each row that is beyond the limit, and keep its labels", () => {
    const { frames } = evaluate(above(0.8), table(fields, values));
    expect(frames.map(({ schema, data }) => [schema.fields[0]?.["labels"], data])).to.deep.equal([
      [{ server: "a" }, { values: [[1]] }],
      [{ server: "b" }, { values: [[0]] }],
    ]);
    expect(evaluate(above(0.8), table([], [])).frames).to.deep.equal([]);
  });

  it("fail for answers and conditions that Grafana cannot compute", () => {
    const two = [...fields, { name: "other", type: "number" }];
    expect(evaluate(above(1), table(two, [...values, [1, 2]])).error).to.match(/one column of numbers/);
    expect(evaluate(above(1), { A: { error: "no table", frames: [] } }).error).to.match(/no table/);
    expect(evaluate(above(1), {}).error).to.match(/A, which does not exist/);
    expect(evaluate(above("1"), table(fields, values)).error).to.match(/with numbers/);
    expect(evaluate({ ...above(1), type: "sql" }, {}).error).to.match(/only thresholds/);
  });
});
