import http from "node:http";
import path from "node:path";
import { chmod, readdir, readFile, stat } from "node:fs/promises";
import { expect } from "chai";
import { parseCommandLine } from "../../../src/cli/command-line.ts";
import { closeServer, freePort, listen } from "../../services/loopback.ts";
import { withProject, type Ran, type TestProject } from "../test-project.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

describe("cli/commands/images: command line", () => {
  const parsed = (...argv: readonly string[]) => parseCommandLine(["images", ...argv], "1");

  it("parses lock with its flags", () => {
    expect(parsed("lock")).to.deep.equal({
      is: "images",
      request: {
        playbook: "playbooks/site.yaml",
        inventories: [],
        limit: undefined,
        check: false,
        extraVars: [],
        user: undefined,
        privateKey: undefined,
        timeout: 10,
        sshConfig: undefined,
        acceptNewHostKeys: false,
        askPassword: false,
        sshPassword: undefined,
        allowUnsafeProject: false,
      },
    });
    const all = parsed("lock", "other.yaml", "-i", "a.yaml", "--limit", "web", "-e", "a=b", "--check", "-u", "me");
    expect(all).to.have.nested.property("request.playbook", "other.yaml");
    expect(all).to.have.nested.property("request.limit", "web");
    expect(all).to.have.nested.property("request.check", true);
  });

  it("rejects what it does not know", () => {
    const codes = (...argv: readonly string[]) => {
      const request = parsed(...argv);
      return request.is === "invalid" ? request.faults.map(({ code }) => code) : request.is;
    };
    expect(codes()).to.deep.equal(["cli/no-images-action"]);
    expect(codes("unlock")).to.deep.equal(["cli/usage"]);
    expect(codes("lock", "a.yaml", "b.yaml")).to.deep.equal(["cli/too-many-arguments"]);
    expect(codes("lock", "--diff")).to.deep.equal(["cli/unknown-flag"]);
    expect(codes("lock", "--limit", "")).to.deep.equal(["cli/empty-limit"]);
  });
});

describe("cli/commands/images: lock", () => {
  let server: http.Server;
  let registry: string;
  /** The digests in the registry, by `NAME/manifests/TAG`. */
  let tags: Map<string, string>;

  beforeEach(async () => {
    tags = new Map([
      ["web/manifests/1", digest("a")],
      ["db/manifests/2", digest("b")],
    ]);
    server = http.createServer((request, response) => {
      const found = tags.get((request.url ?? "").replace("/v2/", ""));
      if (found === undefined) return response.writeHead(404).end();
      const type = "application/vnd.oci.image.index.v1+json";
      return response.writeHead(200, { "content-type": type, "docker-content-digest": found }).end();
    });
    registry = `127.0.0.1:${await listen(server)}`;
  });

  afterEach(() => closeServer(server));

  async function site(project: TestProject, image = `${registry}/web:1`): Promise<void> {
    const use = "- debug: { msg: \"{{ lookup image_lock 'x' '' }}\" }\n";
    const files = {
      "inventory.yaml":
        "all: { vars: { connection: local }, children: { a: { hosts: { one: } }, b: { hosts: { two: } } } }\n",
      "site.yaml": "- { hosts: all, roles: [web, db] }\n",
      "roles/web/tasks/main.yaml": use,
      "roles/web/meta/main.yaml": `provides: { images: [{ for: web, image: "${image}", group: a }] }\n`,
      "roles/db/tasks/main.yaml": use,
      "roles/db/meta/main.yaml": `provides: { images: [{ for: db, image: "${registry}/db:2", group: b }] }\n`,
    };
    for (const [name, text] of Object.entries(files)) await project.write(name, text);
  }

  const lock = (project: TestProject, ...flags: string[]): Promise<Ran> =>
    project.run(["images", "lock", "site.yaml", ...flags]);
  const entries = async (project: TestProject) =>
    (await project.read("images.lock.yaml")).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const line = (name: string, letter: string) => `${registry}/${name}: ${digest(letter)}`;

  it("writes the digest of each image, sorted, and nothing if it is up to date", () =>
    withProject(async (project) => {
      await site(project);
      const ran = await lock(project);
      expect(ran.exit, ran.err).to.equal(0);
      expect(ran.out).to.equal(
        `+ ${registry}/db:2   ${digest("b")}\n+ ${registry}/web:1  ${digest("a")}\nWrote images.lock.yaml. Deploy with provision to use it.\n`,
      );
      expect(await entries(project)).to.deep.equal([line("db:2", "b"), line("web:1", "a")]);
      const before = await stat(path.join(project.folder, "images.lock.yaml"));
      expect(await lock(project)).to.deep.equal({ exit: 0, out: "images.lock.yaml is up to date.\n", err: "" });
      expect((await stat(path.join(project.folder, "images.lock.yaml"))).ino).to.equal(before.ino);
    }));

  it("replaces the file as a whole, and keeps its mode", () =>
    withProject(async (project) => {
      await site(project);
      const file = await project.write("images.lock.yaml", `gone:1: ${digest("c")}\n${line("web:1", "d")}\n`);
      await chmod(file, 0o600);
      const ran = await lock(project);
      expect(ran.out)
        .to.include(`- gone:1`)
        .and.include(`~ ${registry}/web:1`)
        .and.include(`${digest("d")} → ${digest("a")}`);
      expect(await entries(project)).to.deep.equal([line("db:2", "b"), line("web:1", "a")]);
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
      expect((await readdir(project.folder)).filter((name) => name.startsWith("."))).to.deep.equal([]);
    }));

  it("only compares with --check: exit 4 if the file is out of date or missing", () =>
    withProject(async (project) => {
      await site(project);
      const missing = await lock(project, "--check");
      expect(missing.exit).to.equal(4);
      expect(missing.out).to.match(/images\.lock\.yaml is out of date\.\n$/);
      expect(await readdir(project.folder)).not.to.include("images.lock.yaml");
      await lock(project);
      expect((await lock(project, "--check")).exit).to.equal(0);
      tags.set("web/manifests/1", digest("e"));
      const text = await readFile(path.join(project.folder, "images.lock.yaml"), "utf8");
      const moved = await lock(project, "--check");
      expect(moved.exit).to.equal(4);
      expect(moved.out).to.include(`~ ${registry}/web:1  ${digest("a")} → ${digest("e")}`);
      expect(await readFile(path.join(project.folder, "images.lock.yaml"), "utf8")).to.equal(text);
    }));

  it("keeps the images of other hosts with --limit", () =>
    withProject(async (project) => {
      await site(project);
      await lock(project);
      tags.set("web/manifests/1", digest("e"));
      tags.set("db/manifests/2", digest("f"));
      expect((await lock(project, "--limit", "b")).exit).to.equal(0);
      expect(await entries(project)).to.deep.equal([line("db:2", "f"), line("web:1", "a")]);
    }));

  it("writes nothing if a registry lacks an image, and names all of them, the registry and the host", () =>
    withProject(async (project) => {
      await site(project);
      tags.clear();
      const ran = await lock(project);
      expect(ran.exit).to.equal(1);
      expect(ran.err).to.include(`The registry http://${registry} does not have the image ${registry}/db:2.`);
      expect(ran.err).to.include(`does not have the image ${registry}/web:1.`);
      expect(ran.err).to.include("The registry was asked through one.").and.include("services/registry-missing");
      expect(await readdir(project.folder)).not.to.include("images.lock.yaml");
    }));

  it("says that nothing answers, once for a registry", () =>
    withProject(async (project) => {
      await site(project, `127.0.0.1:${await freePort()}/web:1`);
      const ran = await lock(project);
      expect(ran.exit).to.equal(1);
      expect(ran.err.match(/services\/registry-unreachable/g)).to.have.length(1);
    }));

  it("exits 3 if the host through which it would ask cannot be reached", () =>
    withProject(async (project) => {
      await site(project);
      const port = await freePort();
      await project.write(
        "inventory.yaml",
        `all: { vars: { address: 127.0.0.1, ssh_port: ${port} }, children: { a: { hosts: { one: } }, b: { hosts: { two: { address: 127.0.0.2 } } } } }\n`,
      );
      const ran = await lock(project);
      expect(ran.exit, ran.err).to.equal(3);
      expect(ran.err).to.include("code      connection/").and.include("two");
    }));

  it("says that a project declares no image, that a name is none, and that the file cannot be written", () =>
    withProject(async (project) => {
      await project.write("inventory.yaml", "all: { hosts: { one: { connection: local } } }\n");
      await project.write("site.yaml", '- { hosts: all, tasks: [{ debug: "{{ json image_lock }}" }] }\n');
      const none = await lock(project);
      expect(none.exit).to.equal(2);
      expect(none.err).to.include("cli/no-images");
      await site(project, "Web:1");
      expect((await lock(project)).err).to.include('"Web:1" is not the name of an image.');
      await site(project);
      await project.write("images.lock.yaml/file", "");
      const folder = await lock(project);
      expect(folder.exit).to.equal(2);
      expect(folder.err).to.include("images.lock.yaml");
    }));
});
