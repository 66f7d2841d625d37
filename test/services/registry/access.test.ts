import { expect } from "chai";
import { Secret } from "../../../src/model/secret.ts";
import { endpointsOf, loginFor, proxyFor, type RegistryAccess } from "../../../src/services/registry/access.ts";
import { parseReference } from "../../../src/services/registry/reference.ts";

const access = (changes: Partial<RegistryAccess> = {}): RegistryAccess => {
  return { mirrors: [], logins: [], httpProxy: "", httpsProxy: "", noProxy: [], ...changes };
};

describe("services/registry/access", () => {
  const endpoints = (image: string, mirrors: readonly string[] = []) => {
    const reference = parseReference(image);
    return reference && endpointsOf(reference, access({ mirrors }));
  };

  it("asks the mirrors before Docker Hub, and for no other registry", () => {
    const mirrors = ["http://192.0.2.1:5000/"];
    expect(endpoints("postgres:17", mirrors)).to.deep.equal(["http://192.0.2.1:5000", "https://registry-1.docker.io"]);
    expect(endpoints("registry.example.org/a:1", mirrors)).to.deep.equal(["https://registry.example.org"]);
  });

  it("uses plain HTTP only on loopback addresses, after HTTPS", () => {
    for (const host of ["localhost:5000", "127.0.0.2:5000"])
      expect(endpoints(`${host}/a:1`)).to.deep.equal([`https://${host}`, `http://${host}`]);
    expect(endpoints("localhost.example.org/a:1")).to.deep.equal(["https://localhost.example.org"]);
  });

  it("finds the login of a registry under each name that Docker gives it", () => {
    const login = (registry: string, endpoint: string) =>
      loginFor(endpoint, access({ logins: [{ registry, user: "me", password: new Secret("pw") }] }))?.password;
    expect(login("https://index.docker.io/v1/", "https://registry-1.docker.io")).to.equal("pw");
    expect(login("docker.io", "https://registry-1.docker.io")).to.equal("pw");
    expect(login("registry.example.org:5000", "https://registry.example.org:5000")).to.equal("pw");
    expect(login("registry.example.org", "https://registry.example.org:5000")).to.equal(undefined);
    expect(login("example.org", "https://registry.example.org")).to.equal(undefined);
  });

  it("chooses the proxy by scheme, and follows no_proxy as the engine does", () => {
    const proxies = { httpProxy: "http://proxy:1", httpsProxy: new Secret("http://me:pw@proxy:2") };
    const proxy = (url: string, ...noProxy: string[]) => proxyFor(url, access({ ...proxies, noProxy }));
    expect(proxy("http://192.0.2.1:5000/v2/")).to.equal("http://proxy:1");
    expect(proxy("https://registry.example.org/v2/")).to.equal("http://me:pw@proxy:2");
    expect(proxyFor("https://registry.example.org/v2/", access())).to.equal(undefined);
    const direct: readonly (readonly [string, string])[] = [
      ["http://127.0.0.1:5000/", ""],
      ["http://localhost:5000/", ""],
      ["https://registry.example.org/", "*"],
      ["https://registry.example.org/", "registry.example.org"],
      ["https://registry.example.org/", "Example.ORG"],
      ["https://registry.example.org/", ".example.org"],
      ["https://registry.example.org/", "registry.example.org:443"],
      ["http://192.0.2.7:5000/", "192.0.2.0/24"],
      ["http://192.0.2.7:5000/", "192.0.2.7"],
      ["http://[2001:db8::1]:5000/", "2001:db8::/32"],
    ];
    expect(direct.filter(([url, entry]) => proxy(url, entry) !== undefined)).to.deep.equal([]);
    const through: readonly (readonly [string, string])[] = [
      ["https://example.org/", ".example.org"],
      ["https://badexample.org/", "example.org"],
      ["https://registry.example.org/", "registry.example.org:5000"],
      ["http://192.0.3.7:5000/", "192.0.2.0/24"],
      ["http://192.0.2.7:5000/", "192.0.2.0/99"],
      ["https://registry.example.org/", ""],
    ];
    expect(through.filter(([url, entry]) => proxy(url, entry) === undefined)).to.deep.equal([]);
  });
});
