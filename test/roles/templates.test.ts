import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { tryRole } from "./site-role.ts";

const ROLES = join(import.meta.dirname, "..", "..", "..", "roles");

interface Service {
  readonly image?: string;
  readonly network_mode?: string;
  readonly restart?: string;
  readonly mem_limit?: string;
  readonly healthcheck?: { readonly interval?: string; readonly start_interval?: string };
  readonly logging?: { readonly options?: Readonly<Record<string, string>> };
}

interface Declared {
  readonly name: string;
  readonly provides: { readonly memory?: readonly { readonly size: string }[] };
}

const filesOf = (role: string, folder: string) => {
  const found = readdirSync(join(ROLES, role), { recursive: true, encoding: "utf8" });
  return found.filter((name) => name.startsWith(`${folder}/`)).map((name) => name.slice(folder.length + 1));
};
const composeFiles = (role: string) =>
  filesOf(role, "templates").filter((name) =>
    /^(services|name|x-\w+):/m.test(readFileSync(join(ROLES, role, "templates", name), "utf8")),
  );

/** The variables that the role's tasks register, with invented digests. */
function registered(role: string): Record<string, unknown> {
  const tasks = readFileSync(join(ROLES, role, "tasks", "main.yaml"), "utf8");
  const digests = Array.from({ length: 5 }, () => ({ sha256: "item" }));
  const names = [...tasks.matchAll(/register: (\w+)/g)].map(([, name = ""]) => name);
  return Object.fromEntries(names.map((name) => [name, { sha256: name, results: digests }]));
}

/** The services of a role's compose files on main, and the memory that the role declares for them. */
async function servicesOf(role: string) {
  const files = composeFiles(role);
  const tasks = [
    ...files.map((src) => ({ name: src, template: { src, dest: `{{ out }}/${src}` } })),
    { name: "declared", debug: { msg: "{{ json project_roles }}" } },
  ];
  const { exit, output, changes, messages } = await tryRole({ role, tasks, vars: registered(role) });
  expect(exit, output).to.equal(0);
  const contents = changes.map(({ after }) => (after as { readonly text: string }).text);
  // These are the project's own compose files; assertions below fail on a malformed one.
  const documents = contents.map((text) => parse(text, { merge: true }) as { services?: Record<string, Service> });
  const declared = (JSON.parse(String(messages.get("server1 declared"))) as Declared[]).find(
    ({ name }) => name === role,
  );
  const services = documents.flatMap(({ services = {} }) => Object.entries(services));
  return { services, memory: (declared?.provides.memory ?? []).map(({ size }) => size) };
}

describe("roles: compose files", function () {
  this.timeout(10_000);
  const roles = readdirSync(ROLES).filter((role) => role !== "compose_project" && composeFiles(role).length > 0);

  it("exist in exactly those roles that declare a compose part or project", () => {
    const declaring = readdirSync(ROLES).filter((role) => {
      const meta = join(ROLES, role, "meta", "main.yaml");
      return existsSync(meta) && /^ {2}(compose|projects):/m.test(readFileSync(meta, "utf8"));
    });
    expect(roles).to.have.members(declaring).and.include.members(["kafka", "sensors"]);
  });

  for (const role of roles) {
    it(`of ${role} restart their containers, rotate their logs, and limit memory to what the role declares`, async () => {
      const { services, memory } = await servicesOf(role);
      expect(services).not.to.deep.equal([]);
      for (const [name, service] of services) {
        expect(service, name).to.include({ network_mode: "host", restart: "unless-stopped" });
        expect(service.image, name).to.match(/:./);
        expect(service.logging?.options, name).to.deep.equal({ "max-size": "10m", "max-file": "3" });
      }
      const limits = services.map(([, { mem_limit }]) => mem_limit);
      expect(memory).to.have.members(limits);
      expect(memory).to.have.length(services.length);
    });

    it(`of ${role} check health often only while a container starts`, async () => {
      const { services } = await servicesOf(role);
      // The producer has no port to check.
      for (const [name, { healthcheck }] of role === "sensors" ? [] : services) {
        expect(healthcheck, name).to.include({ interval: "60s", timeout: "5s", retries: 3 });
        expect(healthcheck?.start_interval, name).to.match(/^[12]s$/);
      }
    });
  }
});
