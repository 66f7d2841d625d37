import { CommanderError, type Command as Program } from "commander";
import { cliErrors } from "../errors/catalogue/cli.ts";
import { faultsOf } from "../errors/define.ts";
import type { Fault, Faults, Outcome } from "../errors/fault.ts";
import { nearest } from "../errors/nearest.ts";
import { secretsFault } from "../errors/catalogue/secrets.ts";
import type { SecretsRequest } from "./commands/secrets.ts";
import { ANSIBLE_FLAGS } from "./advice/ansible-flags.ts";
import { flagAmongWords } from "./ad-hoc.ts";
import { flagValues } from "./flag-values.ts";
import { FLAGS, type FlagValues } from "./flags.ts";
import { addCommand, flagged, newProgram } from "./parser.ts";
import type { ImagesRequest } from "./commands/images-request.ts";
import type { InitRequest } from "./commands/init.ts";
import type { InventoryRequest } from "./commands/inventory.ts";
import type { VarsRequest } from "./commands/vars.ts";
import type { TunnelRequest } from "./commands/tunnel.ts";
import type { UnlockRequest } from "./commands/unlock.ts";
import {
  adHocRequest,
  applyRequest,
  imagesRequest,
  inventoryRequest,
  planRequest,
  runRequest,
  tunnelRequest,
  unlockRequest,
  varsRequest,
} from "./options.ts";
import type { RunRequest } from "./options.ts";

const fault = faultsOf(cliErrors);

/** A parsed command line. */
export type Request =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "invalid"; readonly faults: Faults }
  | { readonly is: "run"; readonly request: RunRequest }
  | { readonly is: "doc"; readonly module: string | undefined }
  | { readonly is: "explain"; readonly code: string; readonly json: boolean }
  | { readonly is: "schema"; readonly kind: string | undefined }
  | { readonly is: "secrets"; readonly request: SecretsRequest }
  | { readonly is: "init"; readonly request: InitRequest }
  | { readonly is: "tunnel"; readonly request: TunnelRequest }
  | { readonly is: "images"; readonly request: ImagesRequest }
  | { readonly is: "unlock"; readonly request: UnlockRequest }
  | { readonly is: "vars"; readonly request: VarsRequest }
  | { readonly is: "inventory"; readonly request: InventoryRequest };

/** Parses a command line, without printing or doing anything. */
export function parseCommandLine(argv: readonly string[], version: string): Request {
  const misplaced = flagAmongWords(argv);
  if (misplaced) return { is: "invalid", faults: [misplaced] };
  const written = new Map<string, string[]>();
  let printed = "";
  let request: Request | undefined;
  const program = newProgram(version, (text) => (printed += text));
  const run = flagged(program.argument("[playbooks...]", "YAML files, run in this order"), "run", written);
  run.action((playbooks: string[]) => {
    request = runAs(playbooks, written);
  });
  const accept = (parsed: Request) => {
    request = parsed;
  };
  addPlans(program, written, accept);
  addReference(program, written, accept);
  addSecrets(program, written, accept);
  addInit(program, written, accept);
  addTunnel(program, written, accept);
  addUnlock(program, written, accept);
  addImages(program, written, accept);
  addInventory(program, written, accept);
  addAdHoc(program, written, accept);
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { is: "text", text: printed };
    return { is: "invalid", faults: [translate(error, argv)] };
  }
  if (request === undefined) throw new Error("the command line was accepted, but no command handled it");
  return request;
}

function runAs(playbooks: readonly string[], written: ReadonlyMap<string, readonly string[]>): Request {
  const values = flagValues(written);
  if (!values.ok) return { is: "invalid", faults: values.faults };
  const request = runRequest(playbooks, values.value);
  return request.ok ? { is: "run", request: request.value } : { is: "invalid", faults: request.faults };
}

/** The commands that save what a check finds, and make exactly those changes later. */
function addPlans(program: Program, written: Map<string, string[]>, accept: (request: Request) => void): void {
  const use = (read: (values: FlagValues) => Outcome<RunRequest>) => {
    const values = flagValues(written);
    const request = values.ok ? read(values.value) : values;
    accept(request.ok ? { is: "run", request: request.value } : { is: "invalid", faults: request.faults });
  };
  const saves = "Check, and save what would change as a plan that can be looked at and applied later.";
  flagged(addCommand(program, "plan", saves), "plan", written)
    .argument("[playbooks...]", "YAML files, checked in this order")
    .action((playbooks: string[]) => use((values) => planRequest(playbooks, values)));
  const applies = "Make exactly the changes of a plan, or none if anything has changed since.";
  flagged(addCommand(program, "apply", applies), "apply", written)
    .argument("<file>", "The plan")
    .action((file: string) => use((values) => applyRequest(file, values)));
}

/** The commands that print parts of the reference. */
function addReference(program: Program, written: Map<string, string[]>, accept: (request: Request) => void): void {
  flagged(
    addCommand(
      program,
      "doc",
      "Describe a module, keyword, function, fact or setting, or list all, or `functions` and the like.",
    ),
    "doc",
    written,
  )
    .argument("[topic]")
    .action((module: string | undefined) => {
      accept({ is: "doc", module });
    });
  flagged(addCommand(program, "explain", "Explain the code of an error."), "explain", written)
    .argument("<code>")
    .action((code: string) => {
      accept({ is: "explain", code, json: written.has("json") });
    });
  flagged(addCommand(program, "schema", "Print a JSON Schema, or list them."), "schema", written)
    .argument("[kind]")
    .action((kind: string | undefined) => {
      accept({ is: "schema", kind });
    });
}

/** Adds the commands of `secrets`. The inventory determines which file they use. */
function addSecrets(program: Program, written: Map<string, string[]>, accept: (request: Request) => void): void {
  const secrets = addCommand(program, "secrets", "Create the key for secrets; show, edit or encrypt secrets.");
  const add = (name: string, sentence: string) => addCommand(secrets, name, sentence);
  const withInventory = (make: (inventories: readonly string[]) => SecretsRequest) => {
    const values = flagValues(written);
    accept(
      values.ok ? { is: "secrets", request: make(values.value.inventory) } : { is: "invalid", faults: values.faults },
    );
  };
  add("keygen", "Create the key that decrypts secrets, unless there is one.").action(() =>
    accept({ is: "secrets", request: { action: "keygen" } }),
  );
  flagged(add("view", "Show one secret, or all on a terminal."), "secrets", written)
    .argument("[name]")
    .action((name: string | undefined) => withInventory((inventories) => ({ action: "view", name, inventories })));
  flagged(add("edit", "Change secrets.yaml in $EDITOR."), "secrets", written).action(() =>
    withInventory((inventories) => ({ action: "edit", inventories })),
  );
  add("encrypt", "Encrypt a YAML file of names and strings in place.")
    .argument("<file>")
    .action((file: string) => accept({ is: "secrets", request: { action: "encrypt", file } }));
}

function addInit(program: Program, written: Map<string, string[]>, accept: (request: Request) => void): void {
  flagged(
    addCommand(program, "init", "Make a new project in a folder: a small one, or the sensor pipeline."),
    "init",
    written,
  )
    .argument("<folder>")
    .action((folder: string) => {
      accept({ is: "init", request: { folder, pipeline: written.has("pipeline"), yes: written.has("yes") } });
    });
}

function addTunnel(program: Program, written: Map<string, string[]>, accept: (request: Request) => void): void {
  const sentence = "Open the pages of services on this machine, through SSH, until Ctrl-C.";
  flagged(addCommand(program, "tunnel", sentence), "tunnel", written)
    .argument("[services...]")
    .action((services: string[]) => {
      const values = flagValues(written);
      const request = values.ok ? tunnelRequest(services, values.value) : values;
      accept(request.ok ? { is: "tunnel", request: request.value } : { is: "invalid", faults: request.faults });
    });
}

function addUnlock(program: Program, written: Map<string, string[]>, accept: (request: Request) => void): void {
  const sentence = "Show which run holds a host, and end it after a question.";
  flagged(addCommand(program, "unlock", sentence), "unlock", written)
    .argument("<host>")
    .action((host: string) => {
      const values = flagValues(written);
      accept(
        values.ok
          ? { is: "unlock", request: unlockRequest(host, values.value) }
          : { is: "invalid", faults: values.faults },
      );
    });
}

function addImages(program: Program, written: Map<string, string[]>, accept: (request: Request) => void): void {
  const images = addCommand(program, "images", "Lock the images to digests, so that a moved tag changes nothing.");
  const sentence = "Write the digests that the tags have now into images.lock.yaml; with --check, compare (exit 4).";
  flagged(addCommand(images, "lock", sentence), "images", written)
    .argument("[playbook]", "Playbook whose hosts run the images (default playbooks/site.yaml)")
    .action((playbook: string | undefined) => {
      const values = flagValues(written);
      const request = values.ok ? imagesRequest(playbook, values.value) : values;
      accept(request.ok ? { is: "images", request: request.value } : { is: "invalid", faults: request.faults });
    });
}

function addAdHoc(program: Program, written: Map<string, string[]>, accept: (request: Request) => void): void {
  const sentence = "Run one task on hosts: with words name=value, one map in JSON or YAML, or the words of a command.";
  flagged(addCommand(program, "run", sentence), "ad hoc", written)
    .argument("<hosts>", "Pattern of hosts and groups")
    .argument("<module>")
    .argument("[args...]")
    .action((hosts: string, module: string, words: string[]) => {
      const values = flagValues(written);
      const request = values.ok ? adHocRequest({ hosts, module, words }, values.value) : values;
      accept(request.ok ? { is: "run", request: request.value } : { is: "invalid", faults: request.faults });
    });
}

function addInventory(program: Program, written: Map<string, string[]>, accept: (request: Request) => void): void {
  const sentence = "Print the hosts and groups of the inventory.";
  flagged(addCommand(program, "inventory", sentence), "inventory", written).action(() => {
    const values = flagValues(written);
    const request = values.ok ? inventoryRequest(values.value) : values;
    accept(request.ok ? { is: "inventory", request: request.value } : { is: "invalid", faults: request.faults });
  });
  const shows = "Show the variables of a host, where each is written, and what it overrides.";
  flagged(addCommand(program, "vars", shows), "vars", written)
    .argument("<host>")
    .argument("[name]")
    .action((host: string, name: string | undefined) => {
      const values = flagValues(written);
      const request = values.ok ? varsRequest(host, name, values.value) : values;
      accept(request.ok ? { is: "vars", request: request.value } : { is: "invalid", faults: request.faults });
    });
}

/** Turns an error of commander into a fault; only the name in its sentence is kept. */
function translate({ code, message }: CommanderError, [command]: readonly string[]): Fault {
  const named = /'([^']*)'/.exec(message)?.[1] ?? "";
  switch (code) {
    case "commander.unknownOption":
      return unknownFlag(named.replace(/=.*$/s, ""), named.includes("="));
    case "commander.optionMissingArgument":
      return fault("cli/value-missing", { flag: /--[a-z-]+/.exec(named)?.[0] ?? named });
    case "commander.excessArguments":
      return fault("cli/too-many-arguments", {
        command: named || (/for '?([a-z]+)/.exec(message)?.[1] ?? ""),
        most: Number(/Expected (\d+)/.exec(message)?.[1] ?? 1),
      });
    case "commander.help":
      return command === "images" ? fault("cli/no-images-action", {}) : secretsFault("secrets/no-action", {});
    default:
      return fault("cli/usage", { problem: message.replace(/^error: /, "") });
  }
}

function unknownFlag(flag: string, hasValue: boolean): Fault {
  const instead = ANSIBLE_FLAGS[flag];
  if (instead !== undefined) return fault("cli/ansible-flag", { flag, instead });
  const names: string[] = ["help", "version", ...FLAGS.map(({ long }) => long)];
  const name = flag.replace(/^-+/, "");
  const found = nearest(name, names);
  if (names.includes(name) && !hasValue)
    return fault("cli/unknown-flag", { flag, nearest: undefined, elsewhere: true });
  return fault("cli/unknown-flag", { flag, nearest: found === undefined ? undefined : `--${found}` });
}
