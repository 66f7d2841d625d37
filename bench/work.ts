/** One small piece of work, the same for all contenders. Paths are below the folder that the measurement empties. */
export type Piece =
  | { readonly kind: "directory"; readonly path: string; readonly mode: string }
  | { readonly kind: "file"; readonly path: string; readonly content: string; readonly mode: string }
  | { readonly kind: "template"; readonly path: string; readonly template: string; readonly mode: string }
  /** The content is a file of this machine. */
  | { readonly kind: "upload"; readonly path: string; readonly source: string; readonly mode: string }
  | { readonly kind: "link"; readonly path: string; readonly target: string }
  | { readonly kind: "stat"; readonly path: string }
  | { readonly kind: "command"; readonly argv: readonly string[]; readonly creates: string };

export const VARIABLES = { app: "sensors", port: 9092, level: "info" } as const;

/** Only simple placeholders, which all template languages render alike. */
export const TEMPLATES: ReadonlyMap<string, string> = new Map(
  ["main", "logging", "network", "storage", "limits", "users"].map((name) => [
    name,
    `# ${name} of {{ app }}\nport={{ port }}\nlevel={{ level }}\n${`${name}.setting={{ app }}\n`.repeat(8)}`,
  ]),
);

const DIRECTORIES = ["", "/conf", "/data", "/log", "/bin", "/conf/extra"];
const FILES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** Thirty pieces: six folders, nine files, six templates, three commands, two links, four `stat`. */
export function thirtyPieces(root: string): readonly Piece[] {
  const at = (path: string) => `${root}${path}`;
  return [
    ...DIRECTORIES.map((path) => ({ kind: "directory", path: at(path), mode: "0750" }) as const),
    ...FILES.map((name) => {
      const content = `This is ${name}.\n${"some text to keep\n".repeat(10)}`;
      return { kind: "file", path: at(`/data/${name}.txt`), content, mode: "0640" } as const;
    }),
    ...[...TEMPLATES.keys()].map(
      (template) => ({ kind: "template", path: at(`/conf/${template}.conf`), template, mode: "0644" }) as const,
    ),
    ...["first", "second", "third"].map((name) => {
      const creates = at(`/log/${name}.done`);
      return { kind: "command", argv: ["touch", creates], creates } as const;
    }),
    { kind: "link", path: at("/current"), target: at("/data") },
    { kind: "link", path: at("/conf/current.conf"), target: "main.conf" },
    ...["/conf/main.conf", "/data/one.txt", "/log/first.done", "/bin"].map(
      (path) => ({ kind: "stat", path: at(path) }) as const,
    ),
  ];
}

export function rendered(template: string): string {
  const text = TEMPLATES.get(template) ?? "";
  return Object.entries(VARIABLES).reduce(
    (done, [name, value]) => done.replaceAll(`{{ ${name} }}`, String(value)),
    text,
  );
}

/** One folder, and so many templates in it. */
export function templatePieces(root: string, count: number): readonly Piece[] {
  const names = [...TEMPLATES.keys()];
  return [
    { kind: "directory", path: root, mode: "0750" },
    ...Array.from({ length: count }, (_, index) => {
      const template = names[index % names.length] ?? "";
      return { kind: "template", path: `${root}/${index}.conf`, template, mode: "0644" } as const;
    }),
  ];
}

/** So many pieces that all change something on the first run: a folder, and in it as many folders as short files. */
export function growingPieces(root: string, count: number): readonly Piece[] {
  return Array.from({ length: count }, (_, index): Piece => {
    const path = index === 0 ? root : `${root}/${index}`;
    return index % 2 === 0
      ? { kind: "directory", path, mode: "0750" }
      : { kind: "file", path, content: `This is ${index}.\n`, mode: "0640" };
  });
}

/** A folder, and a large file in it. */
export function uploadPieces(root: string, source: string): readonly Piece[] {
  return [
    { kind: "directory", path: root, mode: "0750" },
    { kind: "upload", path: `${root}/large.bin`, source, mode: "0640" },
  ];
}
