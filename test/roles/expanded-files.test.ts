import { expect } from "chai";
import { envValue } from "../../src/language/file-formats.ts";
import { tryRole } from "./site-role.ts";

/** A secret with everything that some program expands, escapes or takes for a comment. */
const SECRET = "a$b ${HOME} \\n #x \"y\" 'z'=";

/** A role's template, rendered with these variables. */
async function rendered(role: string, src: string, vars: object): Promise<string> {
  const tasks = [{ name: src, template: { src, dest: "{{ out }}/file" } }];
  const { exit, output, changes } = await tryRole({ role, tasks, vars: { data_dir: "/data", ...vars } });
  expect(exit, output).to.equal(0);
  return (changes[0]?.after as { readonly text: string }).text;
}

describe("roles: files that a program expands", function () {
  this.timeout(10_000);

  const keys = { s3_access_key: "$KEY", s3_secret_key: SECRET };

  it("hold the object store's keys exactly in env files", async () => {
    const written = envValue(SECRET) ?? "";
    const store = await rendered("object_store", "env", keys);
    expect(store).to.contain("ROOT_ACCESS_KEY='$KEY'\n").and.contain(`ROOT_SECRET_KEY=${written}\n`);
    const flink = await rendered("flink", "env", keys);
    expect(flink).to.contain("AWS_ACCESS_KEY_ID='$KEY'\n").and.contain(`AWS_SECRET_ACCESS_KEY=${written}\n`);
  });

  it("hold passwords exactly in Druid's properties, in which ${ starts a variable", async () => {
    const vars = { ...keys, postgresql_password: "$x${env:HOME}\\" };
    const registered = { druid_common: { sha256: "x" }, druid_logging: { sha256: "x" } };
    const properties = await rendered("druid", "common.runtime.properties", { ...vars, ...registered });
    expect(properties).to.contain("connector.password=$x$${env:HOME}\\\\\n");
    expect(properties).to.contain("druid.s3.secretKey=a$b $${HOME} \\\\n #x \"y\" 'z'=\n");
  });

  it("hold Druid's password exactly in Grafana's provisioning", async () => {
    const text = await rendered("grafana", "druid.yaml", { druid_user: "admin", druid_password: 'a$b"c' });
    expect(text).to.contain(String.raw`connection.basicAuthPassword: "a$$b\"c"` + "\n");
  });

  it("hold JVM options exactly in compose files, without a trailing blank if there are none", async () => {
    const digests = { zookeeper_configuration: { sha256: "x" } };
    const options = (text: string) => /JVMFLAGS: (.*)/.exec(text)?.[1];
    const own = { ...digests, zookeeper_heap: "256m", zookeeper_jvm_options: "-Dx=$y" };
    expect(options(await rendered("zookeeper", "zookeeper.yml", own))).to.equal('"-Xms256m -Xmx256m -Dx=$$y"');
    const none = { ...own, zookeeper_jvm_options: "" };
    expect(options(await rendered("zookeeper", "zookeeper.yml", none))).to.equal('"-Xms256m -Xmx256m"');
  });
});
