import { expect } from "chai";
import { tryRole } from "./site-role.ts";

describe("roles/docker", function () {
  this.timeout(10_000);

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

  it("rejects a proxy that is not a URL, when the project is loaded", async () => {
    const { exit, output } = await tryRole({ role: "docker", vars: { http_proxy: 'proxy" "X=y' } });
    expect(exit, output).to.equal(2);
    expect(output).to.include("the URL of a proxy");
  });
});
