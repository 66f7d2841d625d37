import {
  keyword,
  placement,
  runKeywords,
  tags,
  text,
  unsupported,
  unsupportedOfTasks,
  variables,
  when,
} from "./parts.ts";

const NGINX = ["- hosts: web", "  roles:", "    - role: nginx", "      vars: { http_port: 8080 }"] as const;

/** An entry of a play's `roles` or of a role's `dependencies`, without the variables next to its keywords. */
export const roleUseSchema = {
  type: ["string", "object"],
  title: "A role",
  properties: {
    role: keyword(text, "The role's name: that of its folder in `roles/`.", ...NGINX),
    only: keyword(
      { type: "string", enum: ["tasks", "verify", "teardown"] },
      "Runs only this part of the role, without its dependencies. The default is its tasks, and `verify` if the playbook asks for it.",
      "- hosts: web",
      "  roles:",
      "    - { role: nginx, only: verify }",
    ),
    vars: keyword(variables, "Variables for the role. They may also stand next to `role`.", ...NGINX),
    tags,
    when,
    ...placement,
    name: unsupported("Write `role` for the role's name."),
    ...runKeywords,
    tasks_from: unsupported("Move those tasks into a role."),
    ...unsupportedOfTasks,
    port: unsupported("If it is a variable of the role, write it under `vars`. SSH's port belongs in the inventory."),
    timeout: unsupported("If it is a variable of the role, write it under `vars`."),
  },
  required: ["role"],
  minLength: 1,
  additionalProperties: false,
} as const;
