/** The differences from Ansible that are meant: the headings that explain them in docs/from-ansible.md, by the key that cases name. */
export const DIFFERENCES: Readonly<Record<string, string>> = {
  "added-not-changed": "Hosts that tasks add",
  "background-jobs": "Background jobs",
  "failed-not-changed": "A failed task has not changed anything",
  "group-order": "Variables of groups",
  "handlers-of-same-name": "Handlers of the same name",
  "later-handlers": "Handlers after one that fails",
  "limit-without-hosts": "A limit that excludes every host",
  "role-defaults": "A role's variables belong to the role",
};
