/** A loop's variable, unless `loop_var` names another. */
export const LOOP_NAME = "item";

/** Variables that the engine defines; the project cannot define them. */
export const MAGIC_NAMES: ReadonlySet<string> = new Set([
  "inventory_hostname",
  "inventory_dir",
  "check_mode",
  "verbosity",
  "provision_version",
  "omit",
  "managed",
  "group_names",
  "groups",
  "hostvars",
  "facts",
  "play_hosts",
  "playbook_dir",
  "role_name",
  "role_path",
  "loop_index",
  "loop_info",
  "project_roles",
  "missing_secrets",
  "image_lock",
  "failed_task",
  "failed_result",
]);
