export const PROJECT = "/opt/sensor-pipeline";
export const MAIN = "server1";
const WORKER = "server2";

/** A container of the site. */
export interface Service {
  readonly host: string;
  readonly name: string;
  readonly container: string;
  /** The compose files of its project, in the project's folder. */
  readonly main: string;
}

/** A file that the site writes. */
export interface SiteFile {
  readonly host: string;
  readonly path: string;
  /** What reads it. */
  readonly part: string;
}

/** A file, or a folder, that is mounted into a container. */
export interface MountedFile extends SiteFile {
  readonly service: Service;
}

const ON_MAIN = [
  ...["kafka", "object_store", "zookeeper", "postgresql", "jobmanager", "taskmanager", "flink_page", "coordinator"],
  ...["broker", "router", "historical", "indexer", "grafana", "kafdrop", "health"],
];
const ON_WORKER = ["kafka", "taskmanager", "historical", "indexer", "health"];

const inProject = (host: string, main: string) => (name: string) => ({
  ...{ host, name, main },
  container: `sensor-pipeline-${name}-1`,
});
const SENSORS: Service = {
  ...{ host: MAIN, name: "sensors", container: "sensors-sensors-1" },
  main: "docker-compose-sensors.yml",
};

/** Every container of the site on two servers. */
export const SERVICES: readonly [Service, ...Service[]] = [
  SENSORS,
  ...ON_MAIN.map(inProject(MAIN, "docker-compose.yml")),
  ...ON_WORKER.map(inProject(WORKER, "docker-compose-worker.yml")),
];

export function serviceAt(host: string, name: string): Service {
  const found = SERVICES.find((one) => one.host === host && one.name === name);
  if (!found) throw new Error(`There is no service ${name} on ${host}.`);
  return found;
}

const mounted = (host: string, service: string, ...names: readonly string[]): MountedFile[] =>
  names.map((name) => ({
    ...{ host, part: service, path: `${PROJECT}/${name}` },
    service: serviceAt(host, service),
  }));

/** What services read through a mount; a service that has several files in common with others is named once. */
export const MOUNTED: readonly [MountedFile, ...MountedFile[]] = [
  ...mounted(MAIN, "kafka", "kafka/server.properties", "kafka/log4j2.yaml", "kafka/start.sh"),
  ...mounted(WORKER, "kafka", "kafka/server.properties", "kafka/log4j2.yaml", "kafka/start.sh"),
  ...mounted(MAIN, "zookeeper", "zookeeper/zoo.cfg"),
  ...mounted(MAIN, "postgresql", "postgresql/pg_hba.conf"),
  ...mounted(MAIN, "coordinator", "druid/common.runtime.properties", "druid/coordinator.properties"),
  ...mounted(MAIN, "router", "druid/router.properties", "druid/log4j2.xml"),
  ...mounted(WORKER, "historical", "druid/common.runtime.properties", "druid/historical.properties"),
  ...mounted(WORKER, "indexer", "druid/indexer.properties", "druid/log4j2.xml"),
  ...mounted(MAIN, "flink_page", "flink/page/page.mjs"),
  ...mounted(MAIN, "grafana", "grafana/datasources/druid.yaml", "grafana/providers/sensor-pipeline.yaml"),
  ...mounted(MAIN, "grafana", "grafana/dashboards/pipeline.json", "grafana/alerting/rules.yaml"),
  ...mounted(MAIN, "grafana", "grafana/alerting/contact-points.yaml"),
  ...mounted(MAIN, "health", "health/health.mjs"),
  ...mounted(WORKER, "health", "health/health.mjs"),
  ...mounted(MAIN, "sensors", "sensors/sensors.mjs"),
] as unknown as [MountedFile, ...MountedFile[]];

const plain = (host: string, part: string, ...names: readonly string[]): SiteFile[] =>
  names.map((name) => ({ host, part, path: name.startsWith("/") ? name : `${PROJECT}/${name}` }));

/** Files whose values compose reads for containers. */
export const ENV_FILES: readonly [SiteFile, ...SiteFile[]] = [
  { host: MAIN, part: "flink", path: `${PROJECT}/flink/env` },
  ...plain(WORKER, "flink", "flink/env"),
  ...plain(MAIN, "object_store", "object_store/env"),
];

/** The compose files of one role each. */
export const PARTS: readonly [SiteFile, ...SiteFile[]] = [
  { host: MAIN, part: "sensors", path: `${PROJECT}/docker-compose-sensors.yml` },
  ...["kafka", "druid", "flink", "grafana", "kafdrop", "health", "object_store", "postgresql", "zookeeper"].flatMap(
    (name) => plain(MAIN, name, `${name}.yml`),
  ),
  ...["kafka", "druid", "flink", "health"].flatMap((name) => plain(WORKER, name, `${name}.yml`)),
];

/** The files that include those of the roles. */
export const MAIN_FILES: readonly [SiteFile, ...SiteFile[]] = [
  { host: MAIN, part: "project", path: `${PROJECT}/docker-compose.yml` },
  ...plain(WORKER, "project", "docker-compose-worker.yml"),
];

const OTHERS: readonly SiteFile[] = [
  ...plain(MAIN, "project", ".env"),
  ...plain(WORKER, "project", ".env"),
  ...plain(MAIN, "proof", "proof/proof.mjs", "proof/proof.sh"),
  ...plain(WORKER, "firewall", "/etc/sensor-pipeline-firewall/rules.nft", "/etc/sensor-pipeline-firewall/firewall.sh"),
  ...plain(MAIN, "firewall", "/etc/systemd/system/sensor-pipeline-firewall.service"),
  ...plain(WORKER, "engine", "/etc/docker/daemon.json"),
];

/** Files of every sort. Those that only contain a secret are not among them: with another one the site refuses to run. */
export const FILES: readonly [SiteFile, ...SiteFile[]] = [
  ...PARTS.slice(0, 1),
  ...MOUNTED,
  ...ENV_FILES,
  ...PARTS.slice(1),
  ...MAIN_FILES,
  ...OTHERS,
] as unknown as [SiteFile, ...SiteFile[]];

/** Folders that are mounted as they are. */
export const MOUNTED_FOLDERS: readonly [MountedFile, ...MountedFile[]] = [
  ...mounted(MAIN, "kafka", "kafka"),
  ...mounted(WORKER, "kafka", "kafka"),
  ...mounted(MAIN, "router", "druid"),
  ...mounted(WORKER, "indexer", "druid"),
  ...mounted(MAIN, "flink_page", "flink/page"),
  ...mounted(MAIN, "grafana", "grafana/dashboards", "grafana/datasources"),
  ...mounted(MAIN, "sensors", "sensors"),
] as unknown as [MountedFile, ...MountedFile[]];
