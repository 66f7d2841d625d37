import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { SECRETS, tryRole, type Trial, type Tried } from "./site-role.ts";

const PLAYBOOKS = join(import.meta.dirname, "..", "..", "..", "playbooks");
const ROLES = join(PLAYBOOKS, "..", "roles");

interface Play {
  readonly name: string;
  readonly hosts: string;
  readonly any_errors_fatal?: boolean;
  readonly roles?: readonly (string | { readonly role: string; readonly only?: string })[];
}

/** The engine's schema checks the shape of playbooks. */
const playsOf = (file: string) => parse(readFileSync(join(PLAYBOOKS, file), "utf8")) as Play[];

describe("roles/preflight: playbooks", () => {
  it("is the site's first play, on all servers, and ends the run on a failure", () => {
    const [first] = playsOf("site.yaml");
    expect(first?.roles).to.deep.equal([{ role: "preflight", only: "tasks" }]);
    expect(first).to.include({ hosts: "all", any_errors_fatal: true });
  });

  it("never runs the roles whose defaults it reads", () => {
    const uses = readdirSync(PLAYBOOKS)
      .filter((name) => name.endsWith(".yaml"))
      .flatMap((file) => playsOf(file).flatMap(({ roles = [] }) => roles))
      .filter((use) => (typeof use === "string" ? use : use.role) === "preflight");
    expect(uses.map((use) => (typeof use === "string" ? undefined : use.only))).to.deep.equal(uses.map(() => "tasks"));
  });
});

describe("roles/preflight: requirements of roles", () => {
  const REQUIREMENTS = "Check the roles' own requirements";
  const FOLDERS = "Check that these folders exist";
  const tried = (vars: object, workers: number) =>
    tryRole({ role: "preflight", workers, vars: { druid_deep_storage: "local", ...vars } });

  it("rejects Druid's segments in a folder of one of several servers, and runs no further check", async () => {
    const { exit, statuses, faults } = await tried({}, 1);
    expect(exit).to.equal(1);
    expect(statuses).to.include.members([`server1 ${REQUIREMENTS}: failed`, `server2 ${REQUIREMENTS}: failed`]);
    expect(statuses.some((line) => line.includes("Check the server's resources"))).to.equal(false);
    expect(faults.join()).to.contain("where other servers' data nodes cannot read them. Set shared_folder");
  });

  it("accepts them on a single server", async () => {
    const { statuses } = await tried({}, 0);
    const checked = statuses.filter((line) => line.includes(REQUIREMENTS));
    expect(checked).not.to.deep.equal([]);
    expect(checked).to.deep.equal(checked.map(() => `server1 ${REQUIREMENTS}: ok`));
  });

  it("accepts a folder that all servers have, and rejects one that a server lacks", async () => {
    const existing = await tried({ shared_folder: import.meta.dirname }, 1);
    expect(existing.statuses).to.include.members([`server1 ${FOLDERS}: ok`, `server2 ${FOLDERS}: ok`]);
    const missing = await tried({ shared_folder: "/no/such/folder" }, 1);
    // The first host that fails ends the run, and either host can be first.
    expect(missing.statuses.filter((line) => line.endsWith(`${FOLDERS}: failed`))).not.to.deep.equal([]);
    expect(missing.faults.join()).to.contain("/no/such/folder is not a folder on this server. Mount the shared folder");
  });

  it("rejects unknown options", async () => {
    const { statuses, faults } = await tried({ druid_metadata: "mysql" }, 1);
    expect(statuses).to.include(`server1 ${REQUIREMENTS}: failed`);
    expect(faults.join()).to.contain("druid_metadata must be postgresql or derby");
  });
});

describe("roles/preflight: Docker", () => {
  const TASK = "Check that the compose plugin is 2.24 or newer";
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "provision-docker-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs the check with this program in Docker's place; without one, Docker is not installed. */
  async function tried(program?: string): Promise<Tried> {
    const docker = join(folder, "docker");
    if (program !== undefined) await writeFile(docker, `#!/bin/sh\n${program}\n`, { mode: 0o755 });
    return tryRole({ role: "preflight", workers: 0, vars: { preflight_docker: docker } });
  }

  it("without its compose plugin is rejected, with the package to install", async () => {
    const { statuses, faults } = await tried("echo \"docker: 'compose' is not a docker command.\" >&2; exit 1");
    expect(statuses).to.include(`server1 ${TASK}: failed`);
    expect(faults.join()).to.contain("its compose plugin is missing. Install the package docker-compose-plugin");
  });

  it("with an old compose plugin is rejected, with both versions", async () => {
    const { statuses, faults } = await tried("echo 2.23.3");
    expect(statuses).to.include(`server1 ${TASK}: failed`);
    expect(faults.join()).to.contain("its compose plugin is 2.23.3, and the site requires 2.24 or newer.");
  });

  it("without it is rejected by the role docker, too, in the same words: a run may skip preflight", () => {
    const messageIn = (file: string) =>
      (
        parse(readFileSync(join(ROLES, file), "utf8"), { logLevel: "silent" }) as {
          name: string;
          assert?: { fail_msg: string };
        }[]
      )
        .find(({ name }) => name === TASK)
        ?.assert?.fail_msg.replaceAll("preflight_compose", "compose_version");
    expect(messageIn("docker/verify/main.yaml")).to.contain("Install the package docker-compose-plugin");
    expect(messageIn("docker/verify/main.yaml")).to.equal(messageIn("preflight/tasks/main.yaml"));
  });

  it("with a new one is accepted, and so is a server without Docker", async () => {
    for (const program of ["echo v2.24.0", "echo 2.40.3", "echo 5.0.1"]) {
      expect((await tried(program)).statuses).to.include(`server1 ${TASK}: ok`);
    }
    await rm(join(folder, "docker"));
    expect((await tried()).statuses).to.include(`server1 ${TASK}: skipped`);
  });
});

interface Meta {
  readonly provides?: {
    readonly secrets?: readonly { name: string; exact: boolean; asked?: boolean; written?: string }[];
  };
}

describe("roles/preflight: secrets", () => {
  const TASK = "Check that these are the project's secrets";
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "provision-secrets-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs the check on servers where these files exist in the project's folder. */
  async function tried(files: Readonly<Record<string, string>>, trial: Partial<Trial> = {}): Promise<Tried> {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return tryRole({ role: "preflight", ...trial, vars: { project_dir: folder, ...trial.vars } });
  }
  /** Failed if the check of one secret failed, otherwise the status of the first one. */
  const statusOf = ({ statuses }: Tried) => {
    const own = statuses.filter((line) => line.startsWith(`server1 ${TASK}: `)).map((line) => line.split(": ")[1]);
    return own.includes("failed") ? "failed" : own[0];
  };
  const PASSWORD = { "postgresql/password": SECRETS["postgresql_password"] ?? "" };

  it("accepts servers without a deployment, also before the secrets are generated", async () => {
    expect(statusOf(await tried({}))).to.equal("ok");
    expect(statusOf(await tried({}, { secretsLost: true }))).to.equal("ok");
  });

  it("accepts a deployment with the project's secrets", async () => {
    const grafana = { "grafana/admin_password": SECRETS["grafana_admin_password"] ?? "" };
    expect(statusOf(await tried({ ...PASSWORD, ...grafana, "object_store/env": "any" }))).to.equal("ok");
  });

  it("rejects a deployment with another secret, and says how to recover it", async () => {
    const other = await tried({ "postgresql/password": "of an earlier project" });
    expect(other.exit).to.equal(1);
    expect(statusOf(other)).to.equal("failed");
    expect(other.faults.join()).to.contain("postgresql_password in secrets.yaml is not the one that server1 runs with");
    expect(other.faults.join()).to.contain(join(folder, "postgresql/password"));
    expect(other.output).not.to.contain("of an earlier project");
  });

  const druidFile = (admin: string, internal: string) => ({
    "druid/common.runtime.properties": [
      "druid.auth.authenticator.basic.type=basic",
      `druid.auth.authenticator.basic.initialAdminPassword=${admin}`,
      `druid.escalator.internalClientPassword=${internal}`,
      "",
    ].join("\n"),
  });
  const DRUID = [SECRETS["druid_admin_password"] ?? "", SECRETS["druid_internal_password"] ?? ""] as const;

  it("accepts Druid with the project's logins, and Druid without logins", async () => {
    expect(statusOf(await tried(druidFile(...DRUID), { vars: { druid_auth: "basic" } }))).to.equal("ok");
    const none = { "druid/common.runtime.properties": "druid.port=1\n" };
    expect(statusOf(await tried(none, { vars: { druid_auth: "basic" } }))).to.equal("ok");
    expect(statusOf(await tried(druidFile("other", "another")))).to.equal("ok");
  });

  it("accepts a login of Druid with characters that its file escapes", async () => {
    const vars = { druid_auth: "basic", druid_admin_password: "a\\b${c} é" };
    const written = druidFile("a\\\\b$${c} \\u00e9", DRUID[1]);
    expect(statusOf(await tried(written, { vars }))).to.equal("ok");
  });

  for (const [secret, file] of [
    ["druid_admin_password", druidFile("of-an-earlier-run", DRUID[1])],
    ["druid_internal_password", druidFile(DRUID[0], "of-an-earlier-run")],
  ] as const) {
    it(`rejects Druid with another ${secret}: its accounts keep the first one`, async () => {
      const other = await tried(file, { vars: { druid_auth: "basic" } });
      expect(other.exit).to.equal(1);
      expect(other.faults.join()).to.contain(`${secret} in secrets.yaml is not the one that server1 runs with`);
      expect(other.output).not.to.contain("of-an-earlier-run");
    });
  }

  for (const [secret, file, where] of [
    ["postgresql_password", "postgresql/password", "from /"],
    ["grafana_admin_password", "grafana/admin_password", "from /"],
    ["s3_access_key", "object_store/env", "from ROOT_ACCESS_KEY in /"],
    ["s3_secret_key", "object_store/env", "from ROOT_SECRET_KEY in /"],
    ["druid_internal_password", "druid/common.runtime.properties", "from druid.escalator.internalClientPassword in /"],
  ] as const) {
    it(`rejects a deployment whose ${secret} is lost, already in check mode, and says where it is`, async () => {
      for (const secretsLost of [true, [secret]]) {
        const lost = await tried({ [file]: "any" }, { secretsLost, vars: { druid_auth: "basic" } });
        expect(lost.exit).to.equal(1);
        expect(lost.faults.join()).to.contain(`secrets.yaml had no ${secret} when this run began.`);
        expect(lost.faults.join()).to.contain(`copy ${secret} ${where}`);
      }
    });
  }

  it("compares each of the site's secrets", () => {
    const metas = readdirSync(ROLES).map((role) => join(ROLES, role, "meta/main.yaml"));
    const declared = metas
      .filter((file) => existsSync(file))
      .flatMap((file) => {
        const meta = parse(readFileSync(file, "utf8"), { logLevel: "silent" }) as Meta;
        return meta.provides?.secrets ?? [];
      });
    const compared = declared.filter(({ exact, asked, written }) => exact || asked || written !== undefined);
    expect(compared.map(({ name }) => name).sort()).to.deep.equal(Object.keys(SECRETS).sort());
  });

  it("lets the user deploy other secrets", async () => {
    const other = await tried(PASSWORD, { secretsLost: true, vars: { preflight_same_secrets: false } });
    expect(statusOf(other)).to.equal("skipped");
  });
});
