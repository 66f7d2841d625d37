import { expect } from "chai";
import { lockableImages, lockFaults } from "../../src/plan/images.ts";
import { planProject } from "../../src/plan/plan-project.ts";
import { registryAccess } from "../../src/plan/registry-access.ts";
import { loaded, loadFiles } from "../load/temporary-project.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const TASKS = "- debug: { msg: \"{{ lookup image_lock 'x' '' }}\" }\n";

const FILES = {
  "inventory.yaml": "all: { hosts: { server1: }, children: { db: { hosts: { server2: } } } }\n",
  "site.yaml": "- hosts: all\n  roles: [web, db]\n",
  "roles/web/tasks/main.yaml": TASKS,
  "roles/db/tasks/main.yaml": "- debug: { msg: x }\n",
  "roles/db/teardown/main.yaml": "- debug: { msg: x }\n",
  "roles/web/defaults/main.yaml": `web_image: "web:{{ web_version }}"\nweb_version: 1\nfixed: "web:1@${DIGEST}"\n`,
  "roles/web/meta/main.yaml":
    'provides: { images: [{ for: web, image: "{{ web_image }}" }, { for: fixed, image: "{{ fixed }}" }] }\n',
  "roles/db/defaults/main.yaml": "db_image: registry.example.org:5000/db:2\n",
  "roles/db/meta/main.yaml": 'provides: { images: [{ for: db, image: "{{ db_image }}", group: db }] }\n',
};

async function project(changes: Readonly<Record<string, string>> = {}) {
  const all = loaded(await loadFiles({ ...FILES, ...changes }));
  return { all, plan: planProject(all, { tags: [], skip: [] }).plan };
}

describe("plan/images: lockableImages", () => {
  it("are those that the roles declare by tag, with the hosts that run them", async () => {
    const { all, plan } = await project();
    const { images, faults } = lockableImages(all, plan);
    expect(images.map(({ image, hosts }) => [image, ...hosts.map(({ name }) => name)])).to.deep.equal([
      ["registry.example.org:5000/db:2", "server2"],
      ["web:1", "server1", "server2"],
    ]);
    expect(faults).to.deep.equal([]);
  });

  it("are known before the run, or there is a fault", async () => {
    const { all, plan } = await project({
      "roles/db/defaults/main.yaml": 'db_image: "db:{{ facts.os.name }}"\n',
    });
    const [fault] = lockableImages(all, plan).faults;
    expect(fault?.code).to.equal("plan/image-unknown");
    expect(fault?.message).to.equal("The image of db on server2 is known only during the run, so it cannot be locked.");
  });
});

describe("plan/images: lockFaults", () => {
  async function faults(lock: string | undefined, changes: Readonly<Record<string, string>> = {}): Promise<string[]> {
    const { all, plan } = await project({ ...(lock !== undefined && { "images.lock.yaml": lock }), ...changes });
    return lockFaults(all, plan).map(({ message, origin }) => `${origin?.file ?? ""}:${origin?.line ?? ""} ${message}`);
  }

  const locked = (...images: string[]) => images.map((image) => `${image}: ${DIGEST}\n`).join("");
  const DB =
    "roles/db/defaults/main.yaml:1 The lock file images.lock.yaml has no digest of the image registry.example.org:5000/db:2";

  it("are none without a lock file, and none if it has all images", async () => {
    expect(await faults(undefined)).to.deep.equal([]);
    expect(await faults(locked("web:1", "registry.example.org:5000/db:2", "other:1"))).to.deep.equal([]);
  });

  it("name each image that the lock file lacks, once, at the variable that sets it, and the tag that the file has", async () => {
    expect(await faults(locked("registry.example.org:5000/db:1"))).to.deep.equal([
      `${DB}, but of registry.example.org:5000/db:1.`,
      "roles/web/defaults/main.yaml:2 The lock file images.lock.yaml has no digest of the image web:1.",
    ]);
  });

  it("are there for an empty lock file too", async () => {
    expect(await faults("# nothing\n")).to.have.length(2);
  });

  it("concern only the roles whose tasks run: neither a teardown nor a verification", async () => {
    for (const part of ["verify", "teardown"])
      expect(
        await faults(locked("web:1"), { "site.yaml": `- hosts: all\n  roles: [web, { role: db, only: ${part} }]\n` }),
      ).to.deep.equal([]);
    expect(await faults(locked("web:1"), { "site.yaml": "- hosts: server1\n  roles: [web]\n" })).to.deep.equal([]);
    expect(
      await faults(locked("web:1"), { "site.yaml": "- hosts: all\n  roles: [web, { role: db, only: tasks }]\n" }),
    ).to.deep.equal([`${DB}.`]);
  });
});

describe("plan/registry-access", () => {
  it("has what the roles declare, and leaves out what is known only during the run", async () => {
    const { all, plan } = await project({
      "roles/db/meta/main.yaml": `provides:
  registries:
    - mirrors: ["http://192.0.2.1:5000", 5]
      logins: [{ registry: a, user: me, password: pw }, { registry: b }, c]
      http_proxy: "{{ facts.os.proxy }}"
      https_proxy: "http://proxy:1"
      no_proxy: "{{ facts.os.names }}"
`,
    });
    const access = [...registryAccess(all, plan)].find(([{ name }]) => name === "server1")?.[1];
    expect(access).to.deep.equal({
      mirrors: ["http://192.0.2.1:5000"],
      logins: [{ registry: "a", user: "me", password: "pw" }],
      httpProxy: "",
      httpsProxy: "http://proxy:1",
      noProxy: [],
    });
  });
});
