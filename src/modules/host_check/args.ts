import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { pathArg } from "../lib/path/args.ts";
import { SIZE_PATTERN } from "./size.ts";

const HOST_NAME = { type: "string", description: "The other host's name.", minLength: 1 } as const;

export const HOST_CHECK_ARGS = {
  required: [],
  properties: {
    memory: {
      type: "array",
      description: "What will use memory: all together may not be more than the host has.",
      items: {
        type: "object",
        description: "One user of memory.",
        required: ["for", "size"],
        properties: {
          for: { type: "string", description: "Who uses it." },
          size: { type: "string", description: "How much: `700m`, `2g`.", pattern: SIZE_PATTERN },
        },
      },
    },
    disk: {
      type: "array",
      description: "What will use disk: on each file system, all together may not be more than is free there.",
      items: {
        type: "object",
        description: "One user of disk.",
        required: ["for", "path", "size"],
        properties: {
          for: { type: "string", description: "Who uses it." },
          path: pathArg("The folder; it need not be there yet."),
          size: { type: "string", description: "How much: `700m`, `20g`.", pattern: SIZE_PATTERN },
        },
      },
    },
    ports: {
      type: "array",
      description: "TCP ports that something is to listen on.",
      items: {
        type: "object",
        description: "One port.",
        required: ["for", "port"],
        properties: {
          for: { type: "string", description: "Who wants it." },
          port: { type: "integer", description: "Its number.", minimum: 1, maximum: 65535 },
          address: { type: "string", description: "The address it is wanted on; every address unless given." },
        },
      },
    },
    compose_projects: {
      type: "array",
      description: "Compose projects whose containers may hold the ports: what was deployed before.",
      items: { type: "string", description: "A project's name.", minLength: 1 },
    },
    reach: {
      type: "array",
      description: "Addresses that have to be reached from this host. A port that is refused was reached.",
      items: {
        type: "object",
        description: "One address.",
        required: ["host", "port"],
        properties: {
          host: { type: "string", description: "An address or a name.", pattern: "^[A-Za-z0-9][A-Za-z0-9._:-]*$" },
          port: { type: "integer", description: "A TCP port.", minimum: 1, maximum: 65535 },
        },
      },
    },
    clocks: {
      type: "array",
      description: "How far this host's clock is ahead of others.",
      items: {
        type: "object",
        description: "Another host's clock.",
        required: ["host", "ahead_ms"],
        properties: {
          host: HOST_NAME,
          ahead_ms: { type: "number", description: "Milliseconds; below zero where this host's clock is behind." },
          error_ms: { type: "number", description: "By how much that may be wrong.", minimum: 0 },
        },
      },
    },
    clock_limit_ms: {
      type: "integer",
      description: "How far clocks may be apart, in milliseconds.",
      minimum: 1,
      default: 2000,
    },
    os_families: {
      type: "array",
      description: "Operating systems that will do, as /etc/os-release spells them in ID or ID_LIKE; any unless given.",
      items: { type: "string", description: "A name.", minLength: 1 },
    },
    architectures: {
      type: "array",
      description: "Architectures that will do, as `uname -m` spells them; any unless given.",
      items: { type: "string", description: "A name.", minLength: 1 },
    },
    sysctls: {
      type: "array",
      description: "Kernel settings.",
      items: {
        type: "object",
        description: "One setting: a number, or without `min` and `max` any that is there.",
        required: ["name"],
        properties: {
          name: { type: "string", description: "Its name.", pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]*$" },
          min: { type: "integer", description: "The least that will do." },
          max: { type: "integer", description: "The most that will do." },
        },
      },
    },
    commands: {
      type: "array",
      description: "Commands that have to be there.",
      items: { type: "string", description: "A name.", pattern: "^[A-Za-z0-9_][A-Za-z0-9_.+-]*$" },
    },
    largest_of: {
      type: "array",
      description: "Hosts that this one is to be at least as big as: where one has more memory, a warning is said.",
      items: {
        type: "object",
        description: "Another host.",
        required: ["host", "memory_mib"],
        properties: {
          host: HOST_NAME,
          memory_mib: { type: "integer", description: "Its memory." },
        },
      },
    },
  },
} as const satisfies ArgsSchema;

export type HostCheckArgs = ArgsOf<typeof HOST_CHECK_ARGS>;
export type WantedPort = NonNullable<HostCheckArgs["ports"]>[number];
export type WantedDisk = NonNullable<HostCheckArgs["disk"]>[number];
