import { expect } from "chai";
import { parse } from "yaml";
import { load } from "../lab/unit/images/load.ts";
import { tryRole } from "./site-role.ts";

interface Rule {
  readonly title: string;
  readonly panelId: number;
  readonly dashboardUid: string;
  readonly data: readonly {
    readonly datasourceUid: string;
    readonly model: { readonly conditions?: readonly { readonly evaluator: unknown }[] };
  }[];
}
interface Provisioned {
  readonly rules: readonly Rule[];
  readonly contacts: readonly unknown[];
}
type Provision = (files: readonly { file: string; content: unknown }[]) => Provisioned;

/** The files that the role provisions, as the stand-in for Grafana reads them: it rejects what Grafana rejects. */
async function provisioned(vars: object): Promise<Provisioned & { readonly contactPoints: unknown }> {
  const names = ["rules.yaml", "contact-points.yaml"];
  const tasks = names.map((src) => ({ name: src, template: { src, dest: `{{ out }}/${src}` } }));
  const { exit, output, changes } = await tryRole({ role: "grafana", tasks, vars: { ...vars } });
  expect(exit, output).to.equal(0);
  const files = changes.map(({ after }, index) => ({
    file: names[index] ?? "",
    // The change that creates a file contains its text, and the templates are the project's own.
    content: parse((after as { readonly text: string }).text) as unknown,
  }));
  const { provisionedAlerting } = await load<{ provisionedAlerting: Provision }>("grafana", "app", "alerting.mjs");
  return { ...provisionedAlerting(files), contactPoints: files[1]?.content };
}

const evaluatorOf = ({ data }: Rule) => data[1]?.model.conditions?.[0]?.evaluator;

describe("roles/grafana: alerts", function () {
  this.timeout(20_000);

  it("are accepted, link to a panel, and compare a query of Druid with a limit", async () => {
    const { rules } = await provisioned({});
    expect(rules.map(({ title }) => title)).to.include.members([
      "No readings",
      "No clean readings",
      "No closed window",
      "Lag",
      "Failed tasks",
      "No running job",
      "Partitions without all replicas",
      "Disk",
      "Missing servers",
    ]);
    for (const rule of rules) {
      expect(rule.data.map(({ datasourceUid }) => datasourceUid)).to.deep.equal(["druid", "__expr__"]);
      expect([rule.dashboardUid, rule.panelId > 0]).to.deep.equal(["sensor-pipeline-health", true]);
    }
  });

  it("have the limits that variables set, and expect every server of the inventory", async () => {
    const { rules } = await provisioned({ grafana_alert_lag: 5, grafana_alert_disk: 0.5 });
    const limits = new Map(rules.map((rule) => [rule.title, evaluatorOf(rule)]));
    expect(limits.get("Lag")).to.deep.equal({ type: "gt", params: [5] });
    expect(limits.get("Disk")).to.deep.equal({ type: "gt", params: [0.5] });
    expect(limits.get("No readings")).to.deep.equal({ type: "gt", params: [300] });
    expect(limits.get("Missing servers")).to.deep.equal({ type: "lt", params: [2] });
  });

  it("notify the contact points, whose settings may contain a dollar sign", async () => {
    const settings = { url: "https://hook/$x" };
    const { contacts, contactPoints } = await provisioned({ grafana_contact_points: [{ type: "slack", settings }] });
    expect(contacts).to.deep.equal([{ uid: "sensor-pipeline-0", name: "sensor-pipeline", type: "slack" }]);
    expect(contactPoints).to.have.nested.property("policies[0].receiver", "sensor-pipeline");
    expect(contactPoints).to.have.nested.property("contactPoints[0].receivers[0].settings.url", "https://hook/$$x");
  });

  it("notify nobody without contact points", async () => {
    const { contacts, contactPoints } = await provisioned({});
    expect(contacts).to.deep.equal([]);
    expect(contactPoints).to.deep.equal({ apiVersion: 1, resetPolicies: [1] });
  });
});
