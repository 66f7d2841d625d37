/** Ansible's names of connection settings, each with ours. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ["ansible_host", "address"],
  ["ansible_ssh_host", "address"],
  ["ansible_port", "port"],
  ["ansible_ssh_port", "port"],
  ["ansible_user", "user"],
  ["ansible_ssh_user", "user"],
  ["ansible_private_key_file", "private_key_file"],
  ["ansible_ssh_private_key_file", "private_key_file"],
  ["ansible_connection", "connection"],
  ["ansible_become", "become"],
  ["ansible_become_user", "become_user"],
]);
