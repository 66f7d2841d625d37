import { expect } from "chai";
import { SECRETS, tryRole } from "./site-role.ts";

const RENDERED = ["common.runtime.properties", "druid.yml"];

/** The role's templates rendered with these variables: Druid's properties, and the compose file. */
async function rendered(vars: object, workers = 1) {
  const own = { results: Array.from({ length: 5 }, () => ({ sha256: "own" })) };
  const registered = { druid_common: { sha256: "common" }, druid_own: own, druid_logging: { sha256: "logging" } };
  const tasks = RENDERED.map((src) => ({ name: src, template: { src, dest: `{{ out }}/${src}` } }));
  const tried = await tryRole({ role: "druid", workers, tasks, vars: { data_dir: "/data", ...registered, ...vars } });
  expect(tried.exit, tried.output).to.equal(0);
  // The change that creates a file contains its text.
  const [common = "", compose = ""] = tried.changes.map(({ after }) => (after as { readonly text: string }).text);
  const lines = common.split("\n").filter((line) => /^[^#]+=/.test(line));
  const properties = new Map(lines.map((line) => [line.replace(/=.*/, ""), line.replace(/^[^=]*=/, "")] as const));
  return { properties, compose, output: tried.output };
}

describe("roles/druid: configuration", () => {
  it("keeps metadata in PostgreSQL and segments in S3 by default", async () => {
    const { properties, compose } = await rendered({});
    expect(properties.get("druid.extensions.loadList")).to.equal(
      '["druid-kafka-indexing-service","druid-datasketches","druid-s3-extensions","postgresql-metadata-storage"]',
    );
    expect(properties.get("druid.metadata.storage.connector.connectURI")).to.equal(
      "jdbc:postgresql://127.0.0.1:5432/druid",
    );
    expect(properties.get("druid.storage.type")).to.equal("s3");
    expect(properties.get("druid.indexer.logs.type")).to.equal("s3");
    expect(compose).to.contain("- /data/druid:/opt/druid/var\n").and.not.to.contain("/opt/shared");
  });

  it("uses neither PostgreSQL nor S3 with Derby and a shared folder", async () => {
    const { properties, compose } = await rendered({
      druid_metadata: "derby",
      druid_deep_storage: "local",
      shared_folder: "/mnt/all",
    });
    expect(properties.get("druid.extensions.loadList")).to.equal(
      '["druid-kafka-indexing-service","druid-datasketches"]',
    );
    expect([...properties.keys()].filter((name) => /s3|bucket/i.test(name))).to.deep.equal([]);
    expect([...properties.values()].join()).not.to.match(/jdbc:postgresql|-s3-/);
    expect(properties.get("druid.metadata.storage.type")).to.equal("derby");
    const [segments, logs] = ["druid.storage.storageDirectory", "druid.indexer.logs.directory"];
    expect([properties.get(segments), properties.get(logs)]).to.deep.equal([
      "/opt/shared/segments",
      "/opt/shared/logs",
    ]);
    expect(compose.match(/- \/mnt\/all\/druid:\/opt\/shared\n/g)).to.have.length(5);
    expect(compose).to.contain("- /data/druid-derby:/opt/druid/var\n");
  });

  it("requires a login from all clients, including Druid's own services, only if a variable enables it", async () => {
    const withoutLogin = [...(await rendered({})).properties.keys()];
    expect(withoutLogin.filter((name) => /auth|escalator/.test(name))).to.deep.equal([]);
    const { properties, compose } = await rendered({ druid_auth: "basic" });
    const auth = (name: string) => properties.get(`druid.auth.${name}`);
    expect(properties.get("druid.extensions.loadList")).to.contain('"druid-basic-security"');
    expect([auth("authenticatorChain"), auth("authorizers")]).to.deep.equal(['["basic"]', '["basic"]']);
    expect(auth("authenticator.basic.initialAdminPassword")).to.equal(SECRETS["druid_admin_password"]);
    const internal = SECRETS["druid_internal_password"];
    expect(auth("authenticator.basic.initialInternalClientPassword")).to.equal(internal);
    expect(properties.get("druid.escalator.internalClientPassword")).to.equal(internal);
    expect(compose).not.to.contain(internal).and.not.to.contain(SECRETS["druid_admin_password"]);
  });

  it("uses a local folder on a single server", async () => {
    const { compose } = await rendered({ druid_deep_storage: "local" }, 0);
    expect(compose).to.contain("- /data/druid/deep-storage:/opt/shared\n");
  });
});
