import { mkdir, writeFile } from "node:fs/promises";
import { spent } from "../process.ts";
import { TEMPLATES, VARIABLES } from "../work.ts";
import type { Assignment, Contender } from "./contender.ts";
import type { Peers } from "./peers.ts";

/** Does each piece by the operation that pyinfra has for it. */
const DEPLOY = `import io
import json
import os
from pyinfra import host
from pyinfra.facts.files import File
from pyinfra.operations import files, server

with open(os.environ["WORK"]) as source:
    work = json.load(source)

def here(text):
    return text.replace("{{ place }}", host.data.place)

for piece in work["pieces"]:
    kind, path = piece["kind"], here(piece.get("path", piece.get("creates")))
    if kind == "directory":
        files.directory(path=path, mode=piece["mode"][1:])
    elif kind == "file":
        files.put(src=io.StringIO(piece["content"]), dest=path, mode=piece["mode"][1:])
    elif kind == "upload":
        files.put(src=piece["source"], dest=path, mode=piece["mode"][1:])
    elif kind == "template":
        files.template(src=f"templates/{piece['template']}.j2", dest=path, mode=piece["mode"][1:], **work["variables"])
    elif kind == "link":
        files.link(path=path, target=here(piece["target"]))
    elif kind == "stat":
        host.get_fact(File, path=path)
    elif not host.get_fact(File, path=path):
        server.shell(commands=[" ".join(here(word) for word in piece["argv"])])
`;

export async function pyinfra({ pieces, targets, folder }: Assignment, peers: Peers): Promise<Contender> {
  await mkdir(`${folder}/templates`, { recursive: true });
  for (const [name, text] of TEMPLATES) await writeFile(`${folder}/templates/${name}.j2`, text);
  const hosts = targets.map(({ name, login, place }) => {
    const data = {
      ssh_hostname: login.address,
      ssh_port: login.port,
      ssh_user: login.user,
      ssh_key: login.keyFile,
      ssh_known_hosts_file: login.knownHosts,
      place,
    };
    return `    (${JSON.stringify(name)}, ${JSON.stringify(data)}),\n`;
  });
  await writeFile(`${folder}/inventory.py`, `hosts = [\n${hosts.join("")}]\n`);
  await writeFile(`${folder}/deploy.py`, DEPLOY);
  await writeFile(`${folder}/work.json`, JSON.stringify({ pieces, variables: VARIABLES }));
  const argv = [peers.pyinfra, "-y", "inventory.py", "deploy.py"] as const;
  return { name: "pyinfra", peer: true, run: () => spent({ argv, cwd: folder, env: { WORK: `${folder}/work.json` } }) };
}
