import { onServer, type Kind } from "../drift.ts";
import { lookAtContainer, lookAtFile } from "./looks.ts";
import { MAIN, PROJECT, serviceAt } from "./targets.ts";

type Secret = readonly [part: string, file: string];
const BUCKETS = "/srv/sensor-pipeline/objects";
const SECRETS: readonly [Secret, ...Secret[]] = [
  ["postgresql", "password"],
  ["grafana", "admin_password"],
];

const PASSWORD = `${PROJECT}/postgresql/password`;
const psql = (password: string, command: string) =>
  `docker exec -e PGPASSWORD="${password}" sensor-pipeline-postgresql-1 psql -h 127.0.0.1 -U druid -c "${command}" 2>&1 | tail -1`;
const alterPassword = (from: string, to: string) => psql(from, `ALTER ROLE druid PASSWORD '${to}'`);

/** Drifts of what services keep: buckets, logins, secrets. */
export const DATA_KINDS: readonly Kind[] = [
  {
    name: "bucket-missing",
    apart: true,
    // Not Flink's: without its checkpoints the job cannot go on.
    draw: () =>
      onServer({
        ...{ host: MAIN, part: "bucket", what: "the bucket druid is missing" },
        apply: `mv ${BUCKETS}/druid /srv/sensor-pipeline/drift-druid`,
        look: `[ -d ${BUCKETS}/druid ] && echo exists; true`,
        clear: `cp -a /srv/sensor-pipeline/drift-druid/. ${BUCKETS}/druid/ && rm -r /srv/sensor-pipeline/drift-druid`,
      }),
  },
  {
    name: "secret-altered",
    apart: true,
    draw(random) {
      const [part, file] = random.pick(SECRETS);
      const path = `${PROJECT}/${part}/${file}`;
      return onServer({
        ...{ host: MAIN, part, what: `${path} altered` },
        apply: `cp -a ${path} /root/drift-secret && printf wrong >${path}`,
        look: lookAtFile(path),
        undo: `cp -a /root/drift-secret ${path}`,
        clear: "rm -f /root/drift-secret",
      });
    },
  },
  {
    name: "database-password-changed",
    apart: true,
    draw: () =>
      onServer({
        ...{ host: MAIN, part: "postgresql", what: "the password of PostgreSQL's role druid changed" },
        apply: alterPassword(`$(cat ${PASSWORD})`, "drift"),
        look: psql(`$(cat ${PASSWORD})`, "SELECT 1"),
        undo: alterPassword("drift", `$(cat ${PASSWORD})`),
      }),
  },
  {
    name: "logins-edited-and-reloaded",
    draw: () =>
      onServer({
        ...{ host: MAIN, part: "postgresql", what: "PostgreSQL trusts everybody" },
        apply: `cd ${PROJECT}/postgresql && echo 'host all all all trust' >pg_hba.conf && docker kill -s HUP sensor-pipeline-postgresql-1`,
        look: `${lookAtFile(`${PROJECT}/postgresql/pg_hba.conf`)}
docker exec sensor-pipeline-postgresql-1 psql -h 127.0.0.1 -U druid -w -c 'SELECT 1' 2>&1 | tail -1
${lookAtContainer(serviceAt(MAIN, "postgresql"))}`,
      }),
  },
];
