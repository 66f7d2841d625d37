import type { ArgsOf, ArgSchema, ArgsSchema } from "../../../module/schema.ts";

const word = (description: string) =>
  ({
    type: "string",
    description,
    pattern: "^!? *[^\\s!-]\\S*$",
    rule: "a word, with ! before it for all but that",
  }) as const satisfies ArgSchema;

const line = (description: string) =>
  ({ type: "string", description, pattern: "^[^\\s-][^\\n]*$", rule: "one line" }) as const satisfies ArgSchema;

const chain = (description: string) =>
  ({
    type: "string",
    description,
    pattern: "^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,28}$",
    rule: "a chain's name",
  }) as const satisfies ArgSchema;

const words = (description: string, item: string) =>
  ({ type: "array", split: true, description, items: word(item) }) as const satisfies ArgSchema;

/** What traffic a rule matches and what happens to it, and the options of iptables for that, in the order in which they are given. */
const OPTIONS = {
  protocol: ["-p"],
  source: ["-s"],
  destination: ["-d"],
  in_interface: ["-i"],
  out_interface: ["-o"],
  source_port: ["--sport"],
  destination_port: ["--dport"],
  src_range: ["-m", "iprange", "--src-range"],
  dst_range: ["-m", "iprange", "--dst-range"],
  limit: ["-m", "limit", "--limit"],
  limit_burst: ["--limit-burst"],
  uid_owner: ["-m", "owner", "--uid-owner"],
  gid_owner: ["-m", "owner", "--gid-owner"],
  comment: ["-m", "comment", "--comment"],
  goto: ["-g"],
  log_prefix: ["--log-prefix"],
  log_level: ["--log-level"],
  to_destination: ["--to-destination"],
  to_source: ["--to-source"],
  to_ports: ["--to-ports"],
  reject_with: ["--reject-with"],
} as const;

export const schema = {
  required: [],
  exclusive: [
    ["flush", "policy"],
    ["jump", "goto"],
    ["destination_port", "destination_ports"],
    ["log_prefix", "reject_with"],
  ],
  needs: [
    { argument: "state", oneOf: ["chain", "flush"] },
    { argument: "limit_burst", oneOf: ["limit"] },
    { argument: "destination_ports", oneOf: ["protocol"] },
    { argument: "destination_port", oneOf: ["protocol"] },
    { argument: "source_port", oneOf: ["protocol"] },
    { argument: "tcp_flags", oneOf: ["protocol"] },
  ],
  properties: {
    chain: chain("The chain, such as INPUT."),
    table: {
      type: "string",
      description: "The table of the chain.",
      enum: ["filter", "nat", "mangle", "raw", "security"],
      default: "filter",
    },
    ip_version: {
      type: "string",
      description: "The version of the Internet Protocol.",
      enum: ["ipv4", "ipv6", "both"],
      default: "ipv4",
    },
    state: {
      type: "string",
      description: "Whether the rule, or the chain, is there.",
      enum: ["present", "absent"],
      default: "present",
    },
    action: {
      type: "string",
      description: "Whether a new rule becomes the last or the first.",
      enum: ["append", "insert"],
      default: "append",
    },
    rule_num: { type: "integer", description: "With `action: insert`: the number that it gets instead.", minimum: 1 },
    chain_management: {
      type: "boolean",
      description: "Without a rule: create the chain, or remove it.",
      default: false,
    },
    flush: {
      type: "boolean",
      description: "Remove all rules of the chain; without `chain`, of the table.",
    },
    policy: {
      type: "string",
      description: "What happens to traffic that no rule of the chain matches.",
      enum: ["ACCEPT", "DROP"],
    },
    protocol: word("The protocol, such as tcp."),
    source: word("Where the traffic is from: an address or a network."),
    destination: word("Where it is to."),
    in_interface: word("The network interface through which it comes in."),
    out_interface: word("The network interface through which it goes out."),
    source_port: word("The port that it is from, or a range such as 6000:6007."),
    destination_port: word("The port that it is to, or a range."),
    destination_ports: words("Ports that it is to.", "A port or a range."),
    src_range: word("Addresses that it is from, such as 192.0.2.1-192.0.2.9."),
    dst_range: word("Addresses that it is to."),
    ctstate: words("States of the connection, such as NEW, ESTABLISHED or RELATED.", "A state."),
    match: words("Modules of iptables to load, such as tcp.", "A module."),
    tcp_flags: {
      type: "object",
      description: "The flags to look at, and those of them that are set.",
      required: ["flags", "flags_set"],
      properties: { flags: words("Flags.", "A flag."), flags_set: words("Flags.", "A flag.") },
    },
    syn: {
      type: "string",
      description: "Whether it opens a connection.",
      enum: ["ignore", "match", "negate"],
      default: "ignore",
    },
    icmp_type: word("The type of ICMP, such as echo-request."),
    limit: word("How often the rule matches, such as 2/second."),
    limit_burst: word("How often at once before that."),
    uid_owner: word("The user whose process sends it."),
    gid_owner: word("The group of that process."),
    comment: line("A comment on the rule."),
    jump: chain("What happens: ACCEPT, DROP, another target, or a chain to go through."),
    goto: chain("A chain to go through without coming back."),
    log_prefix: line("What begins a line of the log; the target is LOG then."),
    log_level: word("The level of that line."),
    reject_with: word("What is answered; the target is REJECT then."),
    to_destination: word("With DNAT: the new destination."),
    to_source: word("With SNAT: the new source."),
    to_ports: word("With REDIRECT: the new port."),
    wait: { type: "integer", description: "Seconds to wait for other changes of the rules.", minimum: 1, default: 60 },
  },
} as const satisfies ArgsSchema;

export type Args = ArgsOf<typeof schema>;

/** The words of iptables for the rule; none if the task has none. */
export function ruleWords(args: Args): readonly string[] {
  const before = ["protocol", "source", "destination", "in_interface", "out_interface"] as const;
  const matches = [
    "source_port",
    "destination_port",
    "src_range",
    "dst_range",
    "limit",
    "limit_burst",
    "uid_owner",
    "gid_owner",
  ] as const;
  const after = ["goto", "log_prefix", "log_level", "to_destination", "to_source", "to_ports", "reject_with"] as const;
  const option = (name: keyof typeof OPTIONS) => withValue(OPTIONS[name], args[name]);
  const target =
    args.jump ?? (args.log_prefix !== undefined ? "LOG" : args.reject_with !== undefined ? "REJECT" : undefined);
  return [
    ...before.flatMap(option),
    ...(args.match ?? []).flatMap((module) => ["-m", module]),
    ...(args.tcp_flags ? ["--tcp-flags", args.tcp_flags.flags.join(","), args.tcp_flags.flags_set.join(",")] : []),
    ...matches.flatMap(option),
    ...withValue(["-m", "multiport", "--dports"], args.destination_ports?.join(",")),
    ...(args.syn === "match" ? ["--syn"] : args.syn === "negate" ? ["!", "--syn"] : []),
    ...withValue(["-m", "conntrack", "--ctstate"], args.ctstate?.join(",")),
    ...withValue([args.ip_version === "ipv6" ? "--icmpv6-type" : "--icmp-type"], args.icmp_type),
    ...option("comment"),
    ...withValue(["-j"], target),
    ...after.flatMap(option),
  ];
}

/** An option with its value; ! before the value goes before the option. */
function withValue(option: readonly string[], value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  const name = option.at(-1) ?? "";
  const isNegated = value.startsWith("!") && name !== "--comment" && name !== "--log-prefix";
  return [...option.slice(0, -1), ...(isNegated ? ["!", name, value.slice(1).trim()] : [name, value])];
}

/** The programs by the version of the protocol. */
export function programsOf({ ip_version }: Args): readonly ("iptables" | "ip6tables")[] {
  return ip_version === "both" ? ["iptables", "ip6tables"] : [ip_version === "ipv4" ? "iptables" : "ip6tables"];
}
