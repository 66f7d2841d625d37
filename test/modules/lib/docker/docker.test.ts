import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { compose } from "../../../../src/modules/compose/compose.ts";
import { ROOT } from "../../../repository/tracked-files.ts";
import { withDefaults } from "../target.ts";

describe("modules/lib/docker: calls of docker", () => {
  const folder = mkdtempSync(join(tmpdir(), "provision-docker-"));
  after(() => rmSync(folder, { recursive: true }));

  it("have a time limit each", () => {
    const modules = join(ROOT, "src/modules");
    const files = readdirSync(modules, { recursive: true, encoding: "utf8" }).filter((name) =>
      /(?<!\.sh)\.ts$|\.sh$/.test(name),
    );
    const calls = files.flatMap(
      (name) => readFileSync(join(modules, name), "utf8").match(/with_environment .*/g) ?? [],
    );
    const ofDocker = calls
      .flatMap((call) => call.split(/(?=with_environment )/))
      .filter((call) => /\bdocker\b/.test(call));
    expect(ofDocker).to.have.length.above(10);
    expect(ofDocker.filter((call) => !/ timeout | command -v docker/.test(call))).to.deep.equal([]);
  });

  for (const hung of ["config", "--hash", "logs", "inspect", "network", "volume"]) {
    it(`are reported if the engine does not answer to ${hung}, and the script ends`, () => {
      const docker = `#!/bin/sh
case " $* " in
  *" ${hung} "*) exec sleep 60 ;;
  *" --hash "*) cat >/dev/null; echo 'web 0f' ;;
  *" config "*) printf 'name: p\\nservices:\\n  web:\\n    image: a\\n' ;;
  *" ps "*) echo 'web|0f|False|c1|exited|a|Exited (1) 1 second ago' ;;
esac
`;
      writeFileSync(join(folder, "docker"), docker, { mode: 0o755 });
      const { script } = compose.probe(withDefaults(compose, { project_src: folder, state: "absent" }));
      const text =
        `with_environment() { "$@"; }\nenter() { cd -- "$1"; }\nchecked() { return "$2"; }\n${script.text}`.replace(
          /docker_seconds='?30'?/,
          "docker_seconds=0.2",
        );
      const env = { PATH: `${folder}:${process.env["PATH"]}` };
      const { status, stdout } = spawnSync("sh", ["-c", text], { env, encoding: "utf8" });
      expect(status).to.equal(124);
      expect(stdout.match(/^silent 1$/gm)).to.have.length(1);
      expect(stdout).to.match(/silent 1\n$/);
    });
  }
});
