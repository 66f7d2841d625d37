// Made by `npm run generate` from the files of this folder.
import type { Module, ModuleRegistry } from "../module/contract.ts";

const LOADERS: Readonly<Record<string, () => Promise<Module>>> = {
  apt: async () => (await import("./apt.ts")).apt,
  apt_repository: async () => (await import("./system/apt_repository/apt_repository.ts")).apt_repository,
  assert: async () => (await import("./assert.ts")).assert,
  async_status: async () => (await import("./async_status/async_status.ts")).async_status,
  command: async () => (await import("./command/command.ts")).command,
  compose: async () => (await import("./compose/compose.ts")).compose,
  copy: async () => (await import("./copy.ts")).copy,
  debug: async () => (await import("./debug.ts")).debug,
  docker_image: async () => (await import("./docker_image.ts")).docker_image,
  druid_check: async () => (await import("./druid_check/druid_check.ts")).druid_check,
  druid_query: async () => (await import("./druid_query/druid_query.ts")).druid_query,
  druid_rules: async () => (await import("./druid_rules/druid_rules.ts")).druid_rules,
  druid_supervisor: async () => (await import("./druid_supervisor/druid_supervisor.ts")).druid_supervisor,
  druid_tasks: async () => (await import("./druid_tasks.ts")).druid_tasks,
  fail: async () => (await import("./fail/fail.ts")).fail,
  file: async () => (await import("./file/file.ts")).file,
  flink_info: async () => (await import("./flink_info.ts")).flink_info,
  flink_job: async () => (await import("./flink_job/flink_job.ts")).flink_job,
  getent: async () => (await import("./getent/getent.ts")).getent,
  grafana_check: async () => (await import("./grafana_check.ts")).grafana_check,
  grafana_info: async () => (await import("./grafana_info.ts")).grafana_info,
  grafana_panels: async () => (await import("./grafana_panels.ts")).grafana_panels,
  group: async () => (await import("./system/group/group.ts")).group,
  host_check: async () => (await import("./host_check/host_check.ts")).host_check,
  include_vars: async () => (await import("./include_vars/include_vars.ts")).include_vars,
  kafka_info: async () => (await import("./kafka_info/kafka_info.ts")).kafka_info,
  kafka_topic: async () => (await import("./kafka_topic/kafka_topic.ts")).kafka_topic,
  meta: async () => (await import("./meta/meta.ts")).meta,
  package: async () => (await import("./package.ts")).package_,
  package_facts: async () => (await import("./package_facts/package_facts.ts")).package_facts,
  pause: async () => (await import("./pause/pause.ts")).pause,
  postgresql_db: async () => (await import("./database/postgresql_db/postgresql_db.ts")).postgresql_db,
  postgresql_user: async () => (await import("./database/postgresql_user/postgresql_user.ts")).postgresql_user,
  s3_bucket: async () => (await import("./s3_bucket.ts")).s3_bucket,
  s3_info: async () => (await import("./s3_info.ts")).s3_info,
  service: async () => (await import("./service/service.ts")).service,
  service_facts: async () => (await import("./service_facts/service_facts.ts")).service_facts,
  set_fact: async () => (await import("./set_fact.ts")).set_fact,
  shell: async () => (await import("./shell.ts")).shell,
  stat: async () => (await import("./stat/stat.ts")).stat,
  sysctl: async () => (await import("./system/sysctl/sysctl.ts")).sysctl,
  template: async () => (await import("./template.ts")).template,
  uri: async () => (await import("./uri/uri.ts")).uri,
  user: async () => (await import("./system/user/user.ts")).user,
  wait_for: async () => (await import("./wait_for/wait_for.ts")).wait_for,
};

/** Every module by its name. */
export const registry: ModuleRegistry = {
  names: Object.keys(LOADERS),
  async load(name) {
    return Object.hasOwn(LOADERS, name) ? LOADERS[name]?.() : undefined;
  },
};
