import { pureModule } from "../../module/contract.ts";

const names = { type: "array", items: { type: "string", description: "A name." } } as const;

export const include_vars = pureModule({
  name: "include_vars",
  summary: "Reads files of variables of the project, for the tasks that follow on the host.",
  notes: [
    "The files are read before any connection: with a computed name, all that the name can mean. Their values may use variables and facts.",
    "Files are looked for in the role's `vars` folder and the role, then next to the file with the task, in its `vars` folder, and in the project.",
    "The variables override those of the play, of roles and of tasks, but not `set_fact`, `register`, an include's `vars` and `-e`.",
  ],
  args: {
    required: [],
    shorthand: "file",
    properties: {
      file: { type: "string", minLength: 1, description: "The file." },
      dir: { type: "string", minLength: 1, description: "A folder, whose files are read in the order of their names." },
      name: { type: "string", minLength: 1, description: "The variable that gets all values as a map." },
      depth: {
        type: "integer",
        minimum: 0,
        description: "How deep to look into the folder; 0 is no limit.",
        default: 0,
      },
      files_matching: {
        type: "string",
        regex: true,
        description: "A regular expression that a file's name must match.",
      },
      ignore_files: { ...names, description: "Names of files to leave out." },
      extensions: { ...names, description: "The endings of the files in the folder: yaml, yml and json." },
    },
    oneOf: [["file", "dir"]],
  },
  returns: { ansible_included_var_files: "The files." },
  examples: [
    { title: "Read a file", args: { file: "ports.yaml" } },
    { title: "Read all files of a folder into a map", args: { dir: "sites", name: "sites" } },
  ],
  // The engine reads the files.
  decide: () => ({ changes: [], result: {} }),
});
