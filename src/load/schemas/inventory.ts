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
        hosts: { type: ["object", "null"], title: "hosts", additionalProperties: vars },
        children: { type: ["object", "null"], title: "children", additionalProperties: { $ref: "#/$defs/group" } },
        vars,
      },
      additionalProperties: false,
    },
  },
} as const;
