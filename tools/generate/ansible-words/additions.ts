/** A feature, as the next one that roles need most. */
export interface Addition {
  readonly name: string;
  /** The repositories that use it. */
  readonly repositories: number;
  /** What must be there: `module`, `module.argument`, or the name of a keyword of a task. */
  readonly needs: readonly [string, ...string[]];
  /** How it is written, if not as in Ansible. */
  readonly note?: string;
  /** What is not there of a part that is there otherwise. */
  readonly limit?: string;
  /** What to write where a part is not there. */
  readonly instead?: string;
}

/** In the order in which each brings most, to somebody who has those before it. */
export const ADDITIONS: readonly Addition[] = [
  { name: "`block`, `rescue`, `always`", repositories: 51, needs: ["block"] },
  { name: "`include_tasks`, `import_tasks`", repositories: 79, needs: ["include_tasks", "import_tasks"] },
  { name: "`delegate_to`, `run_once`", repositories: 44, needs: ["delegate_to", "run_once"] },
  { name: "`include_role`, `import_role`", repositories: 19, needs: ["include_role", "import_role"] },
  { name: "`fail`", repositories: 35, needs: ["fail"] },
  {
    name: "`lineinfile`, `blockinfile`, `replace`, `ini_file`",
    repositories: 44,
    needs: ["lineinfile", "blockinfile", "replace", "ini_file"],
  },
  {
    name: "`get_url`, `unarchive`",
    repositories: 48,
    needs: ["get_url", "unarchive", "unarchive.owner", "unarchive.mode", "unarchive.extra_opts"],
    instead: "`file` with `recurse` after it, `command: tar` with `creates`",
  },
  {
    name: "`user`, `group`",
    repositories: 39,
    needs: ["user", "group", "user.generate_ssh_key"],
  },
  { name: "`loop_control` with `label`, `index_var`, `extended`, `pause`", repositories: 27, needs: ["loop_control"] },
  {
    name: "`docker_*`",
    repositories: 6,
    needs: ["docker_image", "docker_container", "docker_network"],
    instead: "containers and networks in a Compose file: `compose`",
  },
  {
    name: "clouds (EC2, Azure, GCP, Kubernetes …)",
    repositories: 12,
    needs: ["ec2_instance", "azure_rm_virtualmachine", "gcp_compute_instance", "k8s"],
    instead: "`command` with the program of the cloud and `delegate_to: localhost`",
  },
  { name: "`include_vars`", repositories: 47, needs: ["include_vars"] },
  {
    name: "computed `no_log`, `ignore_errors`, `become`, `check_mode`",
    repositories: 31,
    needs: ["no_log", "ignore_errors", "become", "check_mode"],
  },
  {
    name: "`apt_repository`, `apt_key`, `deb822_repository`",
    repositories: 34,
    needs: ["apt_repository", "apt_key", "deb822_repository"],
  },
  {
    name: "`backup` and `validate` of `copy` and `template`",
    repositories: 27,
    needs: ["copy.backup", "copy.validate", "template.backup", "template.validate"],
  },
  {
    name: "`recurse`, `force`, `follow`, times, `touch` and `hard` of `file`",
    repositories: 39,
    needs: ["file.recurse", "file.force", "file.follow", "file.access_time", "file.modification_time"],
  },
  {
    name: "`setup`, `service_facts`, `package_facts`, `getent`",
    repositories: 34,
    needs: ["service_facts", "package_facts", "getent", "setup"],
    instead: "facts are read before a play",
  },
  {
    name: "`with_first_found`, `with_fileglob`",
    repositories: 32,
    needs: ["loop"],
    note: "`first_found` and `fileglob`, functions",
  },
  { name: "`meta`", repositories: 34, needs: ["meta"] },
  {
    name: "`daemon_reload` alone, `masked`, `scope` of `service`",
    repositories: 29,
    needs: ["service.daemon_reload", "service.masked", "service.scope"],
  },
  {
    name: "`find`, `tempfile`",
    repositories: 26,
    needs: ["find", "find.use_regex", "tempfile"],
    instead: "`command: mktemp`, `patterns` that are globs",
  },
  { name: "symbolic `mode`", repositories: 20, needs: ["file.mode"] },
  {
    name: "`sysctl`, `modprobe`, `mount`",
    repositories: 25,
    needs: ["sysctl", "modprobe", "mount"],
  },
  {
    name: "`mysql_*`",
    repositories: 10,
    needs: ["mysql_db", "mysql_user"],
  },
  {
    name: "`slurp`, `fetch`",
    repositories: 25,
    needs: ["slurp", "fetch"],
  },
  { name: "`reboot`, `wait_for_connection`", repositories: 20, needs: ["reboot", "wait_for_connection"] },
  {
    name: "`ufw`, `iptables`, `firewalld`",
    repositories: 16,
    needs: ["ufw", "iptables", "firewalld"],
  },
  {
    name: "`remote_src`, folders and `directory_mode` of `copy`",
    repositories: 23,
    needs: ["copy.remote_src", "copy.directory_mode"],
    instead: "`copy` in a loop over `fileglob`, `command: cp` with `creates`",
  },
  { name: "`pip`", repositories: 18, needs: ["pip"] },
  {
    name: "`deb`, `purge`, `autoremove`, `upgrade`, `default_release` of `apt`",
    repositories: 25,
    needs: ["apt.purge", "apt.deb", "apt.autoremove", "apt.upgrade", "apt.default_release"],
  },
  { name: "SELinux contexts", repositories: 5, needs: ["file.setype"], instead: "`command: chcon`" },
  { name: "`cron`", repositories: 16, needs: ["cron"] },
  { name: "`git`", repositories: 16, needs: ["git"], instead: "`command: git clone` with `creates`" },
  {
    name: "`authorized_key`, `known_hosts`, `openssh_keypair`",
    repositories: 14,
    needs: ["authorized_key", "known_hosts", "openssh_keypair"],
  },
  { name: "`pause`", repositories: 16, needs: ["pause"] },
  {
    name: "`postgresql_*`",
    repositories: 10,
    needs: ["postgresql_user", "postgresql_db", "postgresql_privs", "postgresql_ext"],
  },
  {
    name: "`hostname`, `timezone`, `locale_gen`",
    repositories: 15,
    needs: ["hostname", "timezone", "locale_gen"],
    instead: "`command: hostnamectl`, `timedatectl`, `locale-gen`",
  },
  {
    name: "`follow_redirects`, `client_cert`, `use_proxy`, `dest`, forms of `uri`",
    repositories: 11,
    needs: ["uri.proxy", "uri.follow_redirects", "uri.client_cert", "uri.dest"],
    instead: "`get_url` for files, `command: curl`",
  },
  {
    name: "`delay`, `sleep`, `connect_timeout` of `wait_for`",
    repositories: 11,
    needs: ["wait_for.delay", "wait_for.sleep", "wait_for.connect_timeout"],
    instead: "`pause` before it",
  },
  {
    name: "`openssl_*`, `x509_*`",
    repositories: 8,
    needs: ["openssl_privatekey", "openssl_csr", "x509_certificate"],
    instead: "`command: openssl` with `creates`",
  },
  { name: "`alternatives`", repositories: 8, needs: ["alternatives"], instead: "`command: update-alternatives`" },
  { name: "`git_config`", repositories: 2, needs: ["git_config"] },
  {
    name: "`async`, `poll`",
    repositories: 16,
    needs: ["async", "poll", "async_status"],
    limit: "for `command`, `shell`, `apt`, `package` and `docker_image`",
  },
  { name: "`module_defaults`", repositories: 3, needs: ["module_defaults"] },
  {
    name: "modules of one vendor (`sr_fingerprint`)",
    repositories: 2,
    needs: ["sr_fingerprint"],
    instead: "`command`",
  },
  { name: "`raw`", repositories: 9, needs: ["raw"] },
];
