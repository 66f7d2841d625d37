import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { normalPath, pathArg } from "../../lib/path/args.ts";

export const schema = {
  required: [],
  exclusive: [
    ["name", "requirements"],
    ["executable", "virtualenv"],
    ["version", "requirements"],
  ],
  needs: [
    { argument: "state", value: "present", oneOf: ["name", "requirements"] },
    { argument: "state", value: "latest", oneOf: ["name", "requirements"] },
    { argument: "state", value: "forcereinstall", oneOf: ["name", "requirements"] },
    { argument: "state", value: "absent", oneOf: ["name"] },
    { argument: "version", oneOf: ["name"] },
  ],
  properties: {
    name: {
      type: "any",
      description: "The package, or a list of packages, as pip takes them: NAME, NAME==VERSION, NAME>=2,<3.",
    },
    version: {
      type: "string",
      description: "The version of the only package that `name` has.",
      pattern: "^[A-Za-z0-9][A-Za-z0-9.!+_-]*$",
      rule: "a version",
    },
    state: {
      type: "string",
      description: "Installed, not installed, at the newest version, or installed anew with each run.",
      enum: ["present", "absent", "latest", "forcereinstall"],
      default: "present",
    },
    requirements: pathArg("A file of requirements on the target."),
    virtualenv: pathArg("The folder of a virtual environment; it is made if it is missing."),
    virtualenv_command: {
      type: "string",
      description: "The command that makes it.",
      pattern: "^[^\\n]*\\S[^\\n]*$",
      rule: "a command",
      default: "python3 -m venv",
    },
    virtualenv_python: {
      type: "string",
      description: "The Python of a new virtual environment.",
      pattern: "^\\S+$",
      rule: "a program",
    },
    virtualenv_site_packages: {
      type: "boolean",
      description: "A new virtual environment also has the system's packages.",
      default: false,
    },
    executable: {
      type: "string",
      description: "The pip to run, such as pip3.11; by default pip3 or pip.",
      pattern: "^\\S+$",
      rule: "a program",
    },
    extra_args: { type: "string", description: "More arguments for pip, in one text.", default: "" },
    editable: {
      type: "boolean",
      description: "Install the packages, which are folders or addresses, for editing.",
      default: false,
    },
    chdir: pathArg("The folder in which pip runs."),
    break_system_packages: {
      type: "boolean",
      description: "Also change a Python that the distribution's package manager manages.",
      default: false,
    },
  },
} as const satisfies ArgsSchema;

export type Args = ArgsOf<typeof schema>;

export const venvOf = ({ virtualenv }: Args) => (virtualenv === undefined ? undefined : normalPath(virtualenv));
