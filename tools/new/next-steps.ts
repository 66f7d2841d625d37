import type { Request } from "./request.ts";

/** What a developer does with the files, for the terminal. */
export function nextSteps({ kind, name }: Request): string {
  return ["", "Next:", ...STEPS[kind](name).map((step, index) => `  ${index + 1}. ${step}`)].join("\n");
}

const STEPS = {
  module: (name: string) => [
    `Run its tests:  npm test -- test/modules/${name}.test.ts test/run/cases/modules.test.ts`,
    "Replace the example by your own code: docs/writing-a-module.md explains every part.",
    `Prove check mode over SSH:  npm test -- test/contract/contract.test.ts`,
    "Add a line to CHANGELOG.md, then run npm run check.",
  ],
  role: (name: string) => [
    `Run its test:  npm test -- test/roles/${name.replaceAll("_", "-")}.test.ts`,
    "Replace the example by your own tasks: docs/writing-a-role.md explains every file.",
    `Add it to a play in playbooks/site.yaml:  - { role: ${name}, tags: ${name} }`,
    "Add a line to CHANGELOG.md, then run npm run check.",
  ],
} as const;
