import { expect } from "chai";
import { load } from "../load.ts";

interface Requested {
  readonly id: string;
  readonly version: string;
}
interface Settings {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly anonymous: boolean;
  readonly preinstall: { readonly before: readonly Requested[]; readonly background: readonly Requested[] };
}
type SettingsFrom = (env: Record<string, string>, readFile: (file: string) => string) => Settings;

describe("lab/images/grafana: settings", () => {
  let settingsFrom: SettingsFrom;
  before(async () => {
    ({ settingsFrom } = await load<{ settingsFrom: SettingsFrom }>("grafana", "app", "settings.mjs"));
  });
  const from = (env: Record<string, string>) => settingsFrom(env, (file) => `text of ${file}\n`);

  it("default to Grafana's", () => {
    expect(from({})).to.deep.include({ port: 3000, user: "admin", password: "admin", anonymous: false });
  });

  it("are read from the environment and from files", () => {
    const env = { GF_SERVER_HTTP_PORT: "3003", GF_SECURITY_ADMIN_PASSWORD__FILE: "/run/pw" };
    expect(from(env)).to.deep.include({ port: 3003, password: "text of /run/pw" });
  });

  it("reject a value that is set both ways", () => {
    const env = { GF_SECURITY_ADMIN_PASSWORD: "a", GF_SECURITY_ADMIN_PASSWORD__FILE: "/run/pw" };
    expect(() => from(env)).to.throw(/GF_SECURITY_ADMIN_PASSWORD and GF_SECURITY_ADMIN_PASSWORD__FILE/);
  });

  it("reject an invalid port", () => {
    expect(() => from({ GF_SERVER_HTTP_PORT: "70000" })).to.throw(/GF_SERVER_HTTP_PORT/);
  });

  it("contain the requested plugins, in each format", () => {
    const env = {
      GF_PLUGINS_PREINSTALL_SYNC: "a@1.2.3@https://x/a.zip, b",
      GF_INSTALL_PLUGINS: "c 2.0.0,https://x/d.zip;d",
      GF_PLUGINS_PREINSTALL: "e@3.0.0",
    };
    expect(from(env).preinstall).to.deep.equal({
      before: [
        { id: "a", version: "1.2.3" },
        { id: "b", version: "" },
        { id: "c", version: "2.0.0" },
        { id: "d", version: "" },
      ],
      background: [{ id: "e", version: "3.0.0" }],
    });
  });

  it("contain no plugins if preinstalling is disabled", () => {
    const env = { GF_PLUGINS_PREINSTALL_SYNC: "a", GF_PLUGINS_PREINSTALL_DISABLED: "true" };
    expect(from(env).preinstall.before).to.deep.equal([]);
  });
});
