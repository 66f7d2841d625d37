import { expect } from "chai";
import { load } from "../load.ts";

interface Wish {
  readonly id: string;
  readonly version: string;
}
interface Settings {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly anonymous: boolean;
  readonly preinstall: { readonly before: readonly Wish[]; readonly behind: readonly Wish[] };
}
type SettingsFrom = (env: Record<string, string>, readFile: (file: string) => string) => Settings;

describe("the Grafana stand-in's settings", () => {
  let settingsFrom: SettingsFrom;
  before(async () => {
    ({ settingsFrom } = await load<{ settingsFrom: SettingsFrom }>("grafana", "app", "settings.mjs"));
  });
  const from = (env: Record<string, string>) => settingsFrom(env, (file) => `text of ${file}\n`);

  it("are Grafana's where nothing is set", () => {
    expect(from({})).to.deep.include({ port: 3000, user: "admin", password: "admin", anonymous: false });
  });

  it("come out of the environment and out of files", () => {
    const env = { GF_SERVER_HTTP_PORT: "3003", GF_SECURITY_ADMIN_PASSWORD__FILE: "/run/pw" };
    expect(from(env)).to.deep.include({ port: 3003, password: "text of /run/pw" });
  });

  it("may not come both ways", () => {
    const env = { GF_SECURITY_ADMIN_PASSWORD: "a", GF_SECURITY_ADMIN_PASSWORD__FILE: "/run/pw" };
    expect(() => from(env)).to.throw(/GF_SECURITY_ADMIN_PASSWORD and GF_SECURITY_ADMIN_PASSWORD__FILE/);
  });

  it("refuse a port that is none", () => {
    expect(() => from({ GF_SERVER_HTTP_PORT: "70000" })).to.throw(/GF_SERVER_HTTP_PORT/);
  });

  it("hold the plugins asked for, in each of the spellings", () => {
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
      behind: [{ id: "e", version: "3.0.0" }],
    });
  });

  it("hold no plugins where preinstalling is disabled", () => {
    const env = { GF_PLUGINS_PREINSTALL_SYNC: "a", GF_PLUGINS_PREINSTALL_DISABLED: "true" };
    expect(from(env).preinstall.before).to.deep.equal([]);
  });
});
