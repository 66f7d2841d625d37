import { expect } from "chai";
import type { Change } from "../../../../src/model/change.ts";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import type { Decision } from "../../../../src/module/contract.ts";
import { ruleWords } from "../../../../src/modules/firewall/iptables/args.ts";
import { iptables } from "../../../../src/modules/firewall/iptables/iptables.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof iptables.decide>[0];

interface Decided extends Partial<Decision> {
  readonly changes: readonly Change[];
  readonly summaries: readonly string[];
  readonly script: string;
}

function decide(given: Partial<Args>, answer = "iptables chain\n", predicted = NOTHING_PREDICTED): Decided {
  const args = withDefaults(iptables, given);
  const state = iptables.probe(args).parse(answered(`root yes\n${answer}done yes\n`));
  if (!state.ok) return { fault: state.faults[0], changes: [], summaries: [], script: "" };
  const decision = iptables.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? iptables.apply(args, changes, state.value).script.text : "";
  return { ...decision, summaries: changes.map(({ summary }) => summary), script: script.replaceAll("'", "") };
}

const words = (given: Partial<Args>) => ruleWords(withDefaults(iptables, given)).join(" ");

describe("modules/firewall/iptables", () => {
  const rule = { chain: "INPUT", protocol: "tcp", destination_port: "22", jump: "ACCEPT" } as const;
  const absent = { ...rule, state: "absent" } as const;

  it("adds a rule that is missing, at the end or at a place, for each version of the protocol", () => {
    expect(decide(rule).script).to.include("iptables -w 60 -t filter -A INPUT -p tcp --dport 22 -j ACCEPT");
    expect(decide({ ...rule, action: "insert" }).script).to.include("-I INPUT -p tcp");
    expect(decide({ ...rule, action: "insert", rule_num: 3 }).script).to.include("-I INPUT 3 -p tcp");
    expect(decide(rule, "iptables chain\niptables rule\n").changes).to.deep.equal([]);
    const both = "iptables chain\niptables rule\nip6tables chain\n";
    const { summaries, script } = decide({ ...rule, ip_version: "both" }, both);
    expect(summaries).to.deep.equal(["add the rule INPUT -p tcp --dport 22 -j ACCEPT (ip6tables)"]);
    expect(script).to.not.match(/ iptables /);
  });

  it("removes a rule that is there", () => {
    expect(decide(absent, "iptables chain\niptables rule\n").script).to.include("-D INPUT -p tcp");
    expect(decide(absent).changes).to.deep.equal([]);
    expect(decide({ ...absent, chain: "NONE" }, "").changes).to.deep.equal([]);
  });

  it("manages chains, policies and all rules", () => {
    const chain = { chain: "ONE", chain_management: true } as const;
    expect(decide(chain, "").script).to.include("-t filter -N ONE");
    expect(decide(chain).changes).to.deep.equal([]);
    expect(decide({ ...chain, state: "absent" }).script).to.include("-X ONE");
    const policy = { chain: "INPUT", policy: "DROP" } as const;
    expect(decide(policy, "iptables chain\niptables policy=ACCEPT\n").changes[0]).to.include({
      before: "ACCEPT",
      after: "DROP",
    });
    expect(decide(policy, "iptables chain\niptables policy=DROP\n").changes).to.deep.equal([]);
    expect(decide({ chain: "INPUT", flush: true }, "iptables chain\niptables filled\n").script).to.include("-F INPUT");
    expect(decide({ chain: "INPUT", flush: true }).changes).to.deep.equal([]);
    expect(decide({ table: "nat", flush: true }, "iptables chain\niptables filled\n").script).to.include("-t nat -F");
  });

  it("spells rules", () => {
    expect(
      words({ protocol: "tcp", source: "!192.0.2.1", in_interface: "! lo", destination_ports: ["80", "443"] }),
    ).to.equal("-p tcp ! -s 192.0.2.1 ! -i lo -m multiport --dports 80,443");
    expect(words({ ctstate: ["NEW"], syn: "negate", comment: "!x", log_prefix: "drop: ", log_level: "4" })).to.equal(
      "! --syn -m conntrack --ctstate NEW -m comment --comment !x -j LOG --log-prefix drop:  --log-level 4",
    );
    expect(
      words({
        protocol: "tcp",
        match: ["tcp"],
        tcp_flags: { flags: ["ALL"], flags_set: ["ACK", "RST"] },
        reject_with: "tcp-reset",
      }),
    ).to.equal("-p tcp -m tcp --tcp-flags ALL ACK,RST -j REJECT --reject-with tcp-reset");
    expect(
      words({ uid_owner: "web", src_range: "192.0.2.1-192.0.2.9", jump: "DNAT", to_destination: "192.0.2.3:80" }),
    ).to.equal(
      "-m iprange --src-range 192.0.2.1-192.0.2.9 -m owner --uid-owner web -j DNAT --to-destination 192.0.2.3:80",
    );
    expect(words({ protocol: "icmpv6", icmp_type: "echo-request", ip_version: "ipv6", goto: "ONE" })).to.equal(
      "-p icmpv6 --icmpv6-type echo-request -g ONE",
    );
  });

  it("sees in check mode what earlier tasks would do", () => {
    const there = "iptables chain\niptables rule\niptables filled\n";
    const added = decide(rule).changes;
    expect(decide(rule, undefined, predictedFrom(added)).changes).to.deep.equal([]);
    expect(decide({ chain: "INPUT", flush: true }, undefined, predictedFrom(added)).changes).to.have.length(1);
    const flushed = decide({ chain: "INPUT", flush: true }, there).changes;
    expect(decide(rule, there, predictedFrom(flushed)).changes).to.have.length(1);
    expect(decide(rule, there, predictedFrom([...flushed, ...added])).changes).to.deep.equal([]);
    expect(decide(absent, there, predictedFrom(flushed)).changes).to.deep.equal([]);
    const all = decide({ flush: true }, there).changes;
    expect(decide(rule, there, predictedFrom(all)).changes).to.have.length(1);
    const chain = predictedFrom(decide({ chain: "ONE", chain_management: true }, "").changes);
    expect(decide({ ...rule, chain: "ONE" }, "", chain).changes).to.have.length(1);
  });

  it("rejects tasks without or with too much work, missing chains and what iptables rejects", () => {
    for (const given of [{ chain: "INPUT" }, { ...rule, flush: true }, { ...rule, policy: "DROP" }] as const)
      expect(decide(given).fault?.code).to.equal("modules/argument");
    expect(decide({ ...rule, chain: "NONE" }, "").fault).to.include({
      code: "modules/no-firewall-chain",
      missing: true,
    });
    expect(decide(rule, "absent iptables\n").fault).to.include({ code: "modules/no-program", missing: true });
    const { parse } = iptables.probe(withDefaults(iptables, rule));
    const codes = [answered(""), answered("root yes\niptables chain\n", "Bad argument", 2)].map((answer) => {
      const state = parse(answer);
      return state.ok ? undefined : state.faults[0].code;
    });
    expect(codes).to.deep.equal(["modules/not-root", "modules/step-failed"]);
  });
});
