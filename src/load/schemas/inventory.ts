import { keyword } from "./parts.ts";

const vars = { type: ["object", "null"] } as const;

/** Ansible's format: groups with `hosts`, `children` and `vars`. */
export const inventorySchema = {
  type: "object",
  title: "An inventory",
  additionalProperties: { $ref: "#/$defs/group" },
  $defs: {
    group: {
      type: ["object", "null"],
      title: "A group",
      properties: {
        hosts: keyword(
          { type: ["object", "null"], title: "hosts", additionalProperties: vars },
          "The hosts of the group: each is a key, which may be a range, and its value has the settings and variables of the host.",
          "web:",
          "  hosts:",
          "    web1: { address: 192.0.2.11, release: 12 }",
          "    web2:",
        ),
        children: keyword(
          { type: ["object", "null"], title: "children", additionalProperties: { $ref: "#/$defs/group" } },
          "The groups whose hosts belong to this group too. A child may be written out here, or anywhere else in the inventories.",
          "site:",
          "  children:",
          "    web: { hosts: { web1: } }",
          "    db:",
        ),
        vars: keyword(
          vars,
          "Settings and variables of all hosts of the group.",
          "web:",
          "  vars: { ssh_user: deploy, http_port: 8080 }",
        ),
      },
      additionalProperties: false,
    },
  },
} as const;
