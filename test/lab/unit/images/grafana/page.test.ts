import { expect } from "chai";
import { load } from "../load.ts";

interface Page {
  readonly code: number;
  readonly type: string;
  readonly body: string;
}

describe("lab/images/grafana: pages", () => {
  const dashboards = new Map([["one", { dashboard: { title: "<One>" } }]]);
  let page: (known: unknown, path: string, role?: string) => Page;
  before(async () => ({ page } = await load<{ page: typeof page }>("grafana", "app", "page.mjs")));

  it("require a login", () => {
    for (const path of ["/", "/d/one"]) expect(page(dashboards, path)).to.have.property("code", 401);
  });

  it("list the dashboards, and escape their titles", () => {
    expect(page(dashboards, "/", "viewer").body).to.contain('<a href="/d/one">&lt;One></a>');
  });

  it("draw a dashboard by a program of their own", () => {
    const { code, body } = page(dashboards, "/d/one", "viewer");
    expect(code).to.equal(200);
    const files = [...body.matchAll(/"(\/public\/[^"]+)"/g)].map(([, path]) => path ?? "");
    expect(files).to.include.members(["/public/main.mjs", "/public/uPlot.esm.js"]);
    for (const path of files) expect(page(dashboards, path), path).to.have.property("code", 200);
  });

  it("serve no other file", () => {
    for (const name of ["..%2fmain.mjs", "gone.mjs", "package.json", "..", ""]) {
      expect(page(dashboards, `/public/${name}`), name).to.have.property("code", 404);
    }
  });
});
