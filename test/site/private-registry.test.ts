import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { docker } from "../../lab/engine/docker.ts";
import { deployed, expectExit, faultsOf, inside, provision, repair, type Provisioned } from "./harness.ts";

const ADDRESS = "127.0.0.1:5055";
const IMAGE = `${ADDRESS}/private/node:20`;
const PASSWORD = "right-password-1";
const WRONG = "wrong-password-2";
const FOLDER = "/run/private-registry";
const UNIT = "private-registry";

/** The bcrypt digest of `PASSWORD`. */
const DIGEST = "$2b$05$abcdefghijklmnopqrstuu6Q2tsh1GqnbJACq8mdcHkW1pHZcg6qa";

const CONFIGURATION = JSON.stringify({
  version: "0.1",
  storage: { filesystem: { rootdirectory: `${FOLDER}/store` } },
  http: { addr: ADDRESS },
  auth: { htpasswd: { realm: "private", path: `${FOLDER}/htpasswd` } },
});

/** Starts a registry that requires a login on server1, whose engine speaks HTTP to it, and fills it with one image. */
async function startRegistry(lab: Lab): Promise<void> {
  const [server] = lab.hosts;
  await inside(lab, "server1", `mkdir -p ${FOLDER}`);
  await docker(["cp", "/usr/bin/docker-registry", `${server?.container ?? ""}:/usr/local/bin/docker-registry`]);
  await inside(
    lab,
    "server1",
    `printf '%s' '${CONFIGURATION}' >${FOLDER}/config.yml; printf '%s\n' 'me:${DIGEST}' >${FOLDER}/htpasswd
systemd-run --quiet --unit=${UNIT} docker-registry serve ${FOLDER}/config.yml
timeout 20 sh -c 'until ss -Hltn | grep -q ${ADDRESS}; do :; done'
export DOCKER_CONFIG=${FOLDER}/login
echo ${PASSWORD} | docker login -u me --password-stdin ${ADDRESS}
docker tag node:20.19.2-slim ${IMAGE} && docker push -q ${IMAGE} && docker image rm ${IMAGE}`,
  );
}

async function stopRegistry(lab: Lab): Promise<void> {
  await inside(
    lab,
    "server1",
    `systemctl stop ${UNIT}; rm -rf ${FOLDER} /usr/local/bin/docker-registry /root/.docker; docker image rm -f ${IMAGE}`,
  );
}

describe("site/private-registry", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
    await startRegistry(lab);
  });

  after(async () => {
    await repair(lab, "--tags", "docker,sensors");
    await stopRegistry(lab);
  });

  function deploySensors(password: string): Promise<Provisioned> {
    const logins = [{ registry: ADDRESS, user: "me", password }];
    const variables = JSON.stringify({ sensors_image: IMAGE, docker_registry_logins: logins });
    return provision(lab, ["playbooks/site.yaml", "--limit", "server1", "--tags", "docker,sensors", "-e", variables]);
  }

  const encoded = (password: string) => Buffer.from(`me:${password}`).toString("base64");
  const shows = ({ stdout, stderr }: Provisioned, text: string) => (stdout + stderr).includes(text);

  it("rejects a wrong password with an error that says so, and no output has the password", async () => {
    const run = expectExit(await deploySensors(WRONG), 1);
    const [fault] = faultsOf(run);
    expect(fault?.code).to.equal("modules/image-forbidden");
    expect(fault?.message).to.include(IMAGE);
    expect(run.stderr).to.match(/unauthorized|incorrect/);
    expect(fault?.hint).to.include("docker_registry_logins");
    expect([WRONG, encoded(WRONG)].filter((text) => shows(run, text))).to.deep.equal([]);
  });

  it("gives its images with the right password", async () => {
    const run = expectExit(await deploySensors(PASSWORD), 0);
    expect([PASSWORD, encoded(PASSWORD)].filter((text) => shows(run, text))).to.deep.equal([]);
    const used = await inside(lab, "server1", "docker inspect --format '{{.Config.Image}}' sensors-sensors-1");
    expect(used.trim()).to.equal(IMAGE);
  });

  it("removes the logins when the list is empty, and leaves those that somebody else wrote", async () => {
    const [logins, mark] = ["/root/.docker/config.json", "/root/.docker/written-by-provision"];
    expect(await inside(lab, "server1", `ls ${logins} ${mark}`)).to.equal(`${logins}\n${mark}\n`);
    await repair(lab, "--limit", "server1", "--tags", "docker,sensors");
    expect(await inside(lab, "server1", `ls ${logins} ${mark} 2>&1; true`)).to.match(/No such file.*\n.*No such file/);
    await inside(lab, "server1", `echo '{}' >${logins}`);
    await repair(lab, "--limit", "server1", "--tags", "docker");
    expect(await inside(lab, "server1", `cat ${logins}`)).to.equal("{}\n");
  });
});
