import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { tryRole } from "./site-role.ts";

describe("roles/docker", function () {
  this.timeout(30_000);

  /** The files that the templates of the proxies become with those variables. */
  async function files(vars: Readonly<Record<string, unknown>>): Promise<string[]> {
    const tasks = ["proxy.conf", "apt-proxy.conf"].map((src) => ({ template: { src, dest: `{{ out }}/${src}` } }));
    const { exit, output, changes } = await tryRole({ role: "docker", tasks, vars });
    expect(exit, output).to.equal(0);
    return changes.map(({ after }) => (after as { readonly text: string }).text);
  }

  it("lets the engine and apt use the proxies, with the exceptions", async () => {
    const [engine, apt] = await files({
      http_proxy: "http://a%20b:c@proxy.example.org:3128",
      https_proxy: "http://proxy.example.org:3129",
      no_proxy: ["localhost", "192.0.2.1", ".example.org"],
    });
    expect(engine).to.equal(
      [
        "[Service]",
        'Environment="HTTP_PROXY=http://a%%20b:c@proxy.example.org:3128"',
        'Environment="HTTPS_PROXY=http://proxy.example.org:3129"',
        'Environment="NO_PROXY=localhost,192.0.2.1,.example.org"',
        "",
      ].join("\n"),
    );
    expect(apt).to.include('Acquire::http::Proxy "http://a%20b:c@proxy.example.org:3128";\n');
    expect(apt).to.include('Acquire::https::Proxy "http://proxy.example.org:3129";\n');
    expect(apt).to.include('Acquire::http::Proxy::192.0.2.1 "DIRECT";\nAcquire::https::Proxy::192.0.2.1 "DIRECT";\n');
  });

  it("lets the engine log in to private registries, without printing a password", async () => {
    const registry_password = 'p "a$s\\s';
    const logins = [{ registry: "registry.example.org:5000", user: "me", password: "{{ registry_password }}" }];
    const tasks = [{ template: { src: "config.json", dest: "{{ out }}/config.json" } }];
    const vars = { docker_registry_logins: logins, registry_password };
    const { exit, output, changes } = await tryRole({ role: "docker", tasks, vars });
    expect(exit, output).to.equal(0);
    const { auths } = JSON.parse((changes[0]?.after as { readonly text: string }).text) as {
      auths: Record<string, { auth: string }>;
    };
    const { auth = "" } = auths["registry.example.org:5000"] ?? {};
    expect(Buffer.from(auth, "base64").toString()).to.equal(`me:${registry_password}`);
    const role = await tryRole({ role: "docker", vars });
    expect(role.output).not.to.include("a$s").and.not.to.include(auth);
    expect(role.statuses.join("\n")).to.match(/server1 Write the logins for private registries: (changed|unknown)/);
  });

  it("writes the logins where root's client looks for them, whoever logs in", () => {
    const file = join(import.meta.dirname, "../../../roles/docker/tasks/main.yaml");
    const tasks = parse(readFileSync(file, "utf8")) as { readonly template?: { src: string; dest: string } }[];
    const login = tasks.find(({ template }) => template?.src === "config.json");
    expect(login?.template?.dest).to.equal("/root/.docker/config.json");
  });

  it("rejects a proxy that is not a URL, when the project is loaded", async () => {
    const { exit, output } = await tryRole({ role: "docker", vars: { http_proxy: 'proxy" "X=y' } });
    expect(exit, output).to.equal(2);
    expect(output).to.include("the URL of a proxy");
  });
});
