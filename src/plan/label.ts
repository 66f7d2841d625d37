import type { Task } from "../load/project.ts";

/** A task's name as written, without any host's variables. */
export function staticLabel({ name, module }: Task): string {
  if (name?.kind === "literal") return String(name.value);
  return name?.kind === "template" ? name.template.text : module;
}
