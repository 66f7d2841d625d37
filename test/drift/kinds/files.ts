import { onServer, type Kind } from "../drift.ts";
import { lookAtFile } from "./looks.ts";
import { FILES, type SiteFile } from "./targets.ts";

/** Outside the folders of the site. */
const ASIDE = "/root/drift";

interface FileDrift {
  readonly name: string;
  /** `aside` is a folder of this drift. */
  readonly apply: (path: string, aside: string) => string;
  /** The run must refuse it. */
  readonly refused?: boolean;
}

const DRIFTS: readonly FileDrift[] = [
  { name: "file-edited", apply: (path) => `echo >>${path}` },
  { name: "file-emptied", apply: (path) => `: >${path}` },
  { name: "file-deleted", apply: (path) => `rm ${path}` },
  { name: "file-mode", apply: (path) => `chmod 0666 ${path}` },
  { name: "file-owner", apply: (path) => `chown 1234:1234 ${path}` },
  {
    name: "file-replaced-by-link",
    apply: (path, aside) => `mv ${path} ${aside}/moved && ln -s ${aside}/moved ${path}`,
  },
  { name: "file-replaced-by-folder", apply: (path) => `rm ${path} && mkdir ${path}`, refused: true },
];

export const FILE_KINDS: readonly Kind[] = DRIFTS.map((kind) => ({
  name: kind.name,
  apart: kind.refused === true,
  draw: (random) => drift(kind, random.pick(FILES)),
}));

function drift({ name, apply, refused = false }: FileDrift, { host, part, path }: SiteFile) {
  const aside = `${ASIDE}/${name}${path}`;
  const saved = `${aside}/saved`;
  return onServer({
    ...{ host, part, what: `${name}: ${path}`, look: lookAtFile(path) },
    apply: `rm -rf ${aside} && mkdir -p ${aside} && cp -a ${path} ${saved} && ${apply(path, aside)}`,
    ...(refused && { undo: `rm -rf ${path} && cp -a ${saved} ${path}` }),
    clear: `rm -rf ${aside}`,
  });
}
