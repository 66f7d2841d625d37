import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";

const ROLES = join(import.meta.dirname, "..", "..", "..", "roles");

interface Task {
  readonly docker_image?: { readonly name: string };
  readonly template?: object;
  readonly copy?: object;
}

interface Meta {
  readonly provides?: {
    readonly compose?: object;
    readonly images?: readonly { readonly image: string }[];
  };
}

/** A file in a role's own format. */
function read(role: string, file: string): unknown {
  return parse(readFileSync(join(ROLES, role, file), "utf8"), { logLevel: "silent" });
}

interface Play {
  readonly name: string;
  readonly tasks?: readonly (Task & { readonly name: string; readonly when?: string })[];
}

describe("roles: images", () => {
  it("are not pulled for all servers at once where the engine does not answer: its role starts it later", () => {
    const site = parse(readFileSync(join(ROLES, "../playbooks/site.yaml"), "utf8"), { logLevel: "silent" }) as Play[];
    const pulls = site.flatMap(({ tasks = [] }) => tasks).filter(({ docker_image }) => docker_image !== undefined);
    expect(pulls.map(({ when }) => when)).to.deep.equal(["docker_answer.skipped || docker_answer.rc == 0"]);
  });

  for (const role of readdirSync(ROLES)) {
    const { images = [], compose } = (read(role, "meta/main.yaml") as Meta).provides ?? {};
    if (images.length > 0 && compose !== undefined)
      it(`of ${role} are pulled before its files are written`, () => {
        const tasks = read(role, "tasks/main.yaml") as readonly Task[];
        const written = tasks.findIndex(({ template, copy }) => template !== undefined || copy !== undefined);
        const pulled = tasks.slice(0, written).flatMap(({ docker_image }) => docker_image?.name ?? []);
        const names = images.map(({ image }) => image.replace(/^\{\{ (.*) \}\}$/, "$1"));
        expect(pulled).to.deep.equal(names.map((name) => `{{ lookup image_lock ${name} ${name} }}`));
      });
  }
});
