import type { ArgsOf, ArgSchema, ArgsSchema } from "../../../module/schema.ts";

const word = (description: string) =>
  ({
    type: "string",
    description,
    pattern: "^[^\\s-]\\S*$",
    rule: "a word without blanks",
  }) as const satisfies ArgSchema;

const port = (description: string) =>
  ({ type: ["string", "integer"], description: `${description}: 80, 80,443, 6000:6007 or a service's name.` }) as const;

const flag = (description: string) => ({ type: "boolean", description }) as const satisfies ArgSchema;

/** The arguments that describe a rule, which make no sense without one. */
const OF_RULES = [
  ...["delete", "insert", "route", "log", "from_ip", "from_port", "to_ip", "to_port", "proto", "name", "comment"],
  ...["interface", "interface_in", "interface_out"],
];

export const schema = {
  required: [],
  aliases: {
    ...{ policy: "default", from: "from_ip", src: "from_ip", to: "to_ip", dest: "to_ip", port: "to_port" },
    ...{ protocol: "proto", app: "name", if: "interface", if_in: "interface_in", if_out: "interface_out" },
  },
  exclusive: [
    ["name", "proto"],
    ["interface", "interface_in"],
    ["interface", "interface_out"],
    ["direction", "interface_in"],
    ["direction", "interface_out"],
  ],
  needs: [
    ...OF_RULES.map((argument) => ({ argument, oneOf: ["rule"] })),
    { argument: "direction", oneOf: ["rule", "default"] },
    { argument: "interface", oneOf: ["direction"] },
  ],
  properties: {
    state: {
      type: "string",
      description:
        "Whether the firewall acts, now and after a reboot; `reloaded` lets it read its files, `reset` removes all rules and disables it.",
      enum: ["enabled", "disabled", "reloaded", "reset"],
    },
    default: {
      type: "string",
      description: "What happens to traffic in `direction` that no rule matches.",
      enum: ["allow", "deny", "reject"],
    },
    direction: {
      type: "string",
      description:
        "Of a rule: in or out, by default in. Of `default`: incoming, outgoing or routed, by default incoming.",
      enum: ["in", "incoming", "out", "outgoing", "routed"],
    },
    logging: {
      type: "string",
      description: "What is logged.",
      enum: ["on", "off", "low", "medium", "high", "full"],
    },
    rule: {
      type: "string",
      description: "What happens to traffic that the rule matches.",
      enum: ["allow", "deny", "limit", "reject"],
    },
    delete: flag("Remove the rule instead."),
    insert: { type: "integer", description: "The number that a new rule gets among the rules.", minimum: 1 },
    route: flag("The rule is for traffic that is forwarded."),
    log: flag("Log new connections that the rule matches."),
    from_ip: word("Where the traffic is from: an address or a network; by default any."),
    from_port: port("The port that it is from"),
    to_ip: word("Where it is to: an address or a network; by default any."),
    to_port: port("The port that it is to"),
    proto: {
      type: "string",
      description: "The protocol; with a list or range of ports tcp or udp is needed.",
      enum: ["any", "tcp", "udp", "ipv6", "esp", "ah", "gre", "igmp"],
    },
    name: {
      type: "string",
      description: "An application, which is a file in /etc/ufw/applications.d.",
      pattern: "^[A-Za-z0-9][^\\n']*$",
      rule: "an application's name",
    },
    interface: word("The network interface, in `direction`."),
    interface_in: word("The network interface through which the traffic comes in."),
    interface_out: word("The network interface through which it goes out."),
    comment: {
      type: "string",
      description: "A comment on the rule.",
      pattern: "^[^\\n']+$",
      rule: "one line without apostrophes",
    },
  },
} as const satisfies ArgsSchema;

export type Args = ArgsOf<typeof schema>;

/** The rule in the words of ufw, without `delete`, and without `insert` unless it has a place. */
export function ruleWords(args: Args, place: number | undefined = args.insert): readonly string[] {
  const given = (word: string, value: string | number | undefined) =>
    value === undefined ? [] : [word, String(value)];
  const direction = args.direction?.replace(/(com|go)ing$/, "");
  return [
    ...(args.route === true ? ["route"] : []),
    ...(args.delete === true ? ["delete"] : given("insert", place)),
    args.rule ?? "",
    ...(direction === undefined ? [] : [direction]),
    ...given("on", args.interface),
    ...(args.interface_in === undefined ? [] : ["in", "on", args.interface_in]),
    ...(args.interface_out === undefined ? [] : ["out", "on", args.interface_out]),
    ...(args.log === true ? ["log"] : []),
    ...["from", args.from_ip ?? "any", ...given("port", args.from_port)],
    ...["to", args.to_ip ?? "any", ...given("port", args.to_port)],
    ...given("proto", args.proto === "any" ? undefined : args.proto),
    ...given("app", args.name),
    ...(args.delete === true ? [] : given("comment", args.comment)),
  ];
}

/** The direction of `default`. */
export function defaultDirection({ direction = "incoming" }: Args): "incoming" | "outgoing" | "routed" {
  if (direction === "routed") return direction;
  return direction.startsWith("in") ? "incoming" : "outgoing";
}
