import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";

const ZONES = "Use `command: firewall-cmd --permanent --new-zone=NAME`, `--delete-zone`, and `creates` or `removes`.";

export const FIREWALLD_ARGS = {
  required: ["state"],
  oneOf: [["service", "port", "protocol", "source", "interface", "rich_rule", "icmp_block", "masquerade"]],
  properties: {
    state: {
      type: "string",
      description: "Whether the zone has it.",
      enum: ["enabled", "disabled"],
      unsupportedValues: { present: ZONES, absent: ZONES },
    },
    zone: {
      type: "string",
      description: "The zone; without it, the default zone of the target.",
      pattern: "^[A-Za-z0-9_][A-Za-z0-9_-]*$",
      rule: "the name of a zone, such as public",
    },
    service: {
      type: "string",
      description: "A service that firewalld knows by this name.",
      pattern: "^[A-Za-z0-9_][A-Za-z0-9_.+-]*$",
      rule: "the name of a service, such as https",
    },
    port: {
      type: "string",
      description: "A port, or a range of ports, and its protocol.",
      pattern: "^\\d{1,5}(-\\d{1,5})?/(tcp|udp|sctp|dccp)$",
      rule: "a port with its protocol, such as 80/tcp or 6000-6007/udp",
    },
    protocol: {
      type: "string",
      description: "A protocol by name or number.",
      pattern: "^[a-z0-9][a-z0-9-]*$",
      rule: "a protocol, such as vrrp",
    },
    source: {
      type: "string",
      description: "An address or network whose traffic belongs to the zone; also a MAC address, or ipset:NAME.",
      pattern: "^[^\\s-]\\S*$",
      rule: "an address or a network, such as 192.0.2.0/24",
    },
    interface: {
      type: "string",
      description: "A network interface that belongs to the zone.",
      pattern: "^[^\\s/-][^\\s/]*$",
      rule: "the name of a network interface, such as eth0",
    },
    rich_rule: {
      type: "string",
      description: "A rule in firewalld's rich language.",
      pattern: "^rule\\s[^\\n]+$",
      rule: "one line that begins with `rule `",
    },
    icmp_block: {
      type: "string",
      description: "A type of ICMP messages that is blocked.",
      pattern: "^[a-z0-9][a-z0-9-]*$",
      rule: "a type of ICMP messages, such as echo-request",
    },
    masquerade: {
      type: "boolean",
      description: "Whether forwarded traffic gets the target's address. `false` reverses `state`.",
    },
    permanent: {
      type: "boolean",
      description: "Change the permanent settings, which act from the next start or reload on.",
      default: false,
    },
    immediate: {
      type: "boolean",
      description: "Change what acts now. It always does without `permanent`.",
      default: false,
    },
    offline: {
      type: "boolean",
      description: "While firewalld does not run, be content with the permanent settings.",
      default: false,
    },
  },
} as const satisfies ArgsSchema;

export type FirewalldArgs = ArgsOf<typeof FIREWALLD_ARGS>;

/** One thing that a zone has or does not have, in the words of firewall-cmd's options. */
export interface Element {
  readonly option: string;
  readonly value: string | undefined;
  /** Whether it belongs to one zone only, so it is moved there. */
  readonly isMoved: boolean;
}

const WORDS = ["service", "port", "protocol", "source", "interface", "rich_rule", "icmp_block"] as const;

export function elementOf(args: FirewalldArgs): Element {
  const word = WORDS.find((each) => args[each] !== undefined);
  if (word === undefined) return { option: "masquerade", value: undefined, isMoved: false };
  return {
    option: word.replace("_", "-"),
    value: args[word],
    isMoved: word === "source" || word === "interface",
  };
}

export function isWanted({ state, masquerade = true }: FirewalldArgs): boolean {
  return (state === "enabled") === masquerade;
}

/** An option of firewall-cmd: `--query-service=ssh`. */
export function optionFor(verb: string, { option, value }: Element): string {
  return `--${verb}-${option}${value === undefined ? "" : `=${value}`}`;
}
