import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { changesOf, deployed, expectExit, faultsOf, inside, provision, repair, ROOT, SERVERS } from "./harness.ts";
import { change, runningJob } from "./flink.ts";
import { lockFile, lockImages, moveTag } from "./locked.ts";
import { urlOf } from "./topics.ts";

/** What `docker inspect` says of a container: the fields that this test reads. */
interface Container {
  readonly Config: { readonly User: string; readonly Labels: Readonly<Record<string, string>> };
  readonly HostConfig: {
    readonly CapAdd: readonly string[] | null;
    readonly CapDrop: readonly string[] | null;
    readonly Memory: number;
    readonly PidsLimit: number | null;
    readonly Privileged: boolean;
    readonly ReadonlyRootfs: boolean;
    readonly SecurityOpt: readonly string[] | null;
    readonly LogConfig: { readonly Config: Readonly<Record<string, string>> };
  };
}

async function containersOf(lab: Lab, host: string): Promise<Container[]> {
  return JSON.parse(await inside(lab, host, "docker inspect $(docker ps -q)")) as Container[];
}

const serviceOf = ({ Config }: Container): string => Config.Labels["com.docker.compose.service"] ?? "";

/** A row of the table in docs/security.md: service, user, image, processes. */
function rowOf(container: Container): string {
  const { ReadonlyRootfs, PidsLimit } = container.HostConfig;
  const image = ReadonlyRootfs ? "read-only" : "writable";
  return [serviceOf(container), container.Config.User, image, String(PidsLimit)].join(" ");
}

function documentedRows(): string[] {
  const page = readFileSync(join(ROOT, "docs/security.md"), "utf8");
  const rows = page.matchAll(/^\| `(\w+)` *\| ([\d:]+) *\| (read-only|writable) *\| (\d+) *\|$/gm);
  return [...rows].map(([, ...cells]) => cells.join(" "));
}

describe("site/containers", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  it("have the users and limits of docs/security.md, and no other rights", async () => {
    const all = (await Promise.all(SERVERS.map((host) => containersOf(lab, host)))).flat();
    expect([...new Set(all.map(rowOf))].sort()).to.deep.equal(documentedRows());
    for (const container of all) {
      const service = serviceOf(container);
      expect(container.HostConfig, service).to.include({ CapAdd: null, Privileged: false });
      expect(container.HostConfig.CapDrop, service).to.deep.equal(["ALL"]);
      expect(container.HostConfig.SecurityOpt, service).to.deep.equal(["no-new-privileges:true"]);
      expect(container.HostConfig.Memory, service).to.be.greaterThan(0);
      expect(container.HostConfig.LogConfig.Config, service).to.include.keys("max-size", "max-file");
    }
  });

  it("have a PostgreSQL that no process of the server can use without the password, also by an older rule", async () => {
    const client =
      "docker exec -e PGPASSWORD sensor-pipeline-postgresql-1 psql -w -X -U druid -d druid -Atc 'select 1' -h";
    for (const address of ["127.0.0.1", "/var/run/postgresql"]) {
      for (const password of ["", "wrong"]) {
        const outcome = await lab.exec("server1", `PGPASSWORD=${password} ${client} ${address}`);
        expect(outcome.code, outcome.stdout).to.equal(2);
        expect(outcome.stderr).to.match(/no password supplied|password authentication failed/);
      }
    }
    const file = "/opt/sensor-pipeline/postgresql/pg_hba.conf";
    await inside(
      lab,
      "server1",
      `sed -i 's/scram-sha-256/trust/' ${file}; docker restart sensor-pipeline-postgresql-1`,
    );
    const verified = expectExit(await provision(lab, ["playbooks/verify.yaml", "--tags", "postgresql"]), 1);
    expect(JSON.stringify(faultsOf(verified))).to.include("accepts a wrong login");
    await repair(lab, "--tags", "postgresql");
  });

  it("have a Flink whose page shows jobs, and that takes none through the network", async () => {
    const page = urlOf(lab, 8081);
    const { id } = await runningJob(lab);
    for (const [method, path] of [
      ["POST", "/jars/upload"],
      ["POST", "/jobs"],
      ["PATCH", `/jobs/${id}?mode=cancel`],
      ["GET", `/jobs/${id}/yarn-cancel`],
      ["DELETE", "/cluster"],
    ] as const) {
      expect((await fetch(`${page}${path}`, { method })).status, `${method} ${path}`).to.equal(403);
    }
    expect((await runningJob(lab)).id).to.equal(id);
    expect(JSON.parse(await change(lab, "POST", `/jobs/${id}/savepoints`, "{}"))).to.have.property("request-id");
  });

  it("run the locked image although its tag was moved, on a server without the image", async () => {
    const [repository, tag, container] = ["obsidiandynamics/kafdrop", "4.2.0", "sensor-pipeline-kafdrop-1"];
    const site = ["playbooks/site.yaml", "--tags", "kafdrop"];
    const first = await lockImages(lab);
    expect(first.code, first.stderr).to.equal(0);
    const [, digest = ""] =
      new RegExp(`^${repository}:${tag}: (.*)$`, "m").exec(readFileSync(lockFile(lab), "utf8")) ?? [];
    const changes = [
      `image:${repository}:${tag}@${digest}`,
      "path:/opt/sensor-pipeline/kafdrop.yml",
      "container:sensor-pipeline/kafdrop",
    ];
    const expected = changes.map((change) => `server1 ${change}`);
    const moveBack = await moveTag(lab, repository, tag);
    try {
      await inside(lab, "server1", `docker rm -f ${container} && docker image rm ${repository}:${tag}`);
      expect(changesOf(expectExit(await provision(lab, [...site, "--check"]), 0))).to.deep.equal(expected);
      expect(changesOf(expectExit(await provision(lab, site), 0))).to.deep.equal(expected);
      const running = await inside(lab, "server1", `docker inspect -f '{{.Config.Image}} {{.Image}}' ${container}`);
      const [image, id = ""] = running.trim().split(" ");
      expect(image).to.equal(`${repository}:${tag}@${digest}`);
      const names = await inside(lab, "server1", `docker image inspect -f '{{json .RepoDigests}}' ${id}`);
      expect(JSON.parse(names)).to.deep.equal([`${repository}@${digest}`]);
      expect(changesOf(expectExit(await provision(lab, site), 0))).to.deep.equal([]);
      const compared = await lockImages(lab, "--check");
      expect(compared.code, compared.stderr).to.equal(4);
      expect(compared.stdout.split("\n").filter((line) => /^[-+~] /.test(line))).to.have.length(1);
      expect(compared.stdout).to.match(new RegExp(`^~ ${repository}:${tag}  ${digest} → sha256:`, "m"));
    } finally {
      await moveBack();
      await rm(lockFile(lab), { force: true });
    }
    await repair(lab, "--tags", "kafdrop");
  });
});
