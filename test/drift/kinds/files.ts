import { onServer, type Kind } from "../drift.ts";
import { lookAtFile } from "./looks.ts";
import { FILES, type SiteFile } from "./targets.ts";

/** Outside the folders of the site. */
const ASIDE = "/root/drift";

interface FileDrift {
  readonly name: string;
  readonly apply: (path: string) => string;
  /** The run must refuse it. */
  readonly refused?: boolean;
}

const DRIFTS: readonly FileDrift[] = [
  { name: "file-edited", apply: (path) => `echo >>${path}` },
  { name: "file-emptied", apply: (path) => `: >${path}` },
  { name: "file-deleted", apply: (path) => `rm ${path}` },
  { name: "file-mode", apply: (path) => `chmod 0666 ${path}` },
  { name: "file-owner", apply: (path) => `chown 1234:1234 ${path}` },
  { name: "file-replaced-by-link", apply: (path) => `mv ${path} ${ASIDE}/moved && ln -s ${ASIDE}/moved ${path}` },
  { name: "file-replaced-by-folder", apply: (path) => `rm ${path} && mkdir ${path}`, refused: true },
];

export const FILE_KINDS: readonly Kind[] = DRIFTS.map(({ name, apply, refused = false }) => ({
  name,
  apart: refused,
  draw(random) {
    const file = random.pick(FILES);
    return drift(file, `${name}: ${file.path}`, apply(file.path), refused);
  },
}));

function drift({ host, part, path }: SiteFile, what: string, apply: string, refused: boolean) {
  const saved = `${ASIDE}/saved`;
  return onServer({
    ...{ host, part, what, look: lookAtFile(path) },
    apply: `rm -rf ${ASIDE} && mkdir -m 0700 ${ASIDE} && cp -a ${path} ${saved} && ${apply}`,
    ...(refused && { undo: `rm -rf ${path} && cp -a ${saved} ${path}` }),
    clear: `rm -rf ${ASIDE}`,
  });
}
