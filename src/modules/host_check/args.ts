import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { pathArg } from "../lib/path/args.ts";
import { SIZE_PATTERN, SIZE_RULE } from "../../model/size.ts";

const HOST_NAME = { type: "string", description: "The other host's name.", minLength: 1 } as const;

export const HOST_CHECK_ARGS = {
  required: [],
  properties: {
    memory: {
      type: "array",
      description: "The users of memory: their sum may not exceed the host's memory.",
      items: {
        type: "object",
        description: "One user of memory.",
        required: ["for", "size"],
        properties: {
          for: { type: "string", description: "Its name." },
          size: { type: "string", description: "The size: `700m`, `2g`.", pattern: SIZE_PATTERN, rule: SIZE_RULE },
          set_by: { type: "string", description: "The variables that set it, for messages." },
        },
      },
    },
    disk: {
      type: "array",
      description: "The users of disk space: on each file system their sum may not exceed the free space.",
      items: {
        type: "object",
        description: "One user of disk space.",
        required: ["for", "path", "size"],
        properties: {
          for: { type: "string", description: "Its name." },
          path: pathArg("The folder, which need not exist yet."),
          size: { type: "string", description: "The size: `700m`, `20g`.", pattern: SIZE_PATTERN, rule: SIZE_RULE },
          set_by: { type: "string", description: "The variables that set it, for messages." },
        },
      },
    },
    ports: {
      type: "array",
      description: "TCP ports that must be free.",
      items: {
        type: "object",
        description: "One port.",
        required: ["for", "port"],
        properties: {
          for: { type: "string", description: "The program that will listen on it." },
          port: { type: "integer", description: "The port's number.", minimum: 1, maximum: 65535 },
          address: { type: "string", description: "The address to listen on; default: every address." },
          set_by: { type: "string", description: "The variables that set it, for messages." },
        },
      },
    },
    compose_projects: {
      type: "array",
      description: "Compose projects whose containers may hold the ports, because an earlier run deployed them.",
      items: { type: "string", description: "A project's name.", minLength: 1 },
    },
    reach: {
      type: "array",
      description: "Addresses that this host must reach. A refused connection counts as reached.",
      items: {
        type: "object",
        description: "One address.",
        required: ["host", "port"],
        properties: {
          host: {
            type: "string",
            description: "An address or a name.",
            pattern: "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
            rule: "a host name or an IP address",
          },
          port: { type: "integer", description: "A TCP port.", minimum: 1, maximum: 65535 },
          required: {
            type: "boolean",
            description: "Whether the task fails if it is not reached; default: true. Otherwise it warns.",
          },
          advice: { type: "string", description: "What to do if it is not reached, for messages.", minLength: 1 },
        },
      },
    },
    clocks: {
      type: "array",
      description: "The offsets of this host's clock from other hosts' clocks.",
      items: {
        type: "object",
        description: "Another host's clock.",
        required: ["host", "ahead_ms"],
        properties: {
          host: HOST_NAME,
          ahead_ms: {
            type: "number",
            description: "Milliseconds by which this host's clock is ahead; negative if it is behind.",
          },
          error_ms: { type: "number", description: "The maximum error of `ahead_ms`.", minimum: 0 },
        },
      },
    },
    clock_limit_ms: {
      type: "integer",
      description: "The maximum difference between two clocks, in milliseconds.",
      minimum: 1,
      default: 2000,
    },
    clock_warn_ms: {
      type: "integer",
      description: "The difference between two clocks, in milliseconds, above which the task warns; default: never.",
      minimum: 1,
    },
    os_families: {
      type: "array",
      description: "Accepted operating systems, as /etc/os-release spells them in ID or ID_LIKE; default: any.",
      items: { type: "string", description: "A name.", minLength: 1 },
    },
    architectures: {
      type: "array",
      description: "Accepted architectures, as `uname -m` spells them; default: any.",
      items: { type: "string", description: "A name.", minLength: 1 },
    },
    sysctls: {
      type: "array",
      description: "Kernel settings.",
      items: {
        type: "object",
        description: "One setting: a number between `min` and `max`; without both, any value.",
        required: ["name"],
        properties: {
          name: {
            type: "string",
            description: "Its name.",
            pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]*$",
            rule: "letters, digits, `_`, `.` and `-`",
          },
          min: { type: "integer", description: "The minimum." },
          max: { type: "integer", description: "The maximum." },
        },
      },
    },
    commands: {
      type: "array",
      description: "Commands that must exist.",
      items: {
        type: "string",
        description: "A name.",
        pattern: "^[A-Za-z0-9_][A-Za-z0-9_.+-]*$",
        rule: "the name of a command, without a path",
      },
    },
    largest_of: {
      type: "array",
      description: "Hosts that should not have more memory than this one; if one does, the task warns.",
      items: {
        type: "object",
        description: "Another host.",
        required: ["host", "memory_mib"],
        properties: {
          host: HOST_NAME,
          memory_mib: { type: "integer", description: "Its memory in MiB." },
        },
      },
    },
  },
} as const satisfies ArgsSchema;

export type HostCheckArgs = ArgsOf<typeof HOST_CHECK_ARGS>;
export type RequiredPort = NonNullable<HostCheckArgs["ports"]>[number];
export type RequiredDisk = NonNullable<HostCheckArgs["disk"]>[number];
