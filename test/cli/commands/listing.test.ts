import { expect } from "chai";
import { withProject } from "../test-project.ts";

const FILES = {
  "inventory.yaml": "all: { hosts: { server1: { connection: local } } }\n",
  "site.yaml":
    "- name: Web\n  hosts: all\n  tags: web\n  tasks:\n    - name: Store hunter22 for {{ inventory_hostname }}\n      command: id\n      tags: store\n",
};

function listed(...flags: readonly string[]) {
  return withProject(async ({ run, write }) => {
    for (const [name, text] of Object.entries(FILES)) await write(name, text);
    await run(["secrets", "keygen"]);
    await write("secrets.yaml", "word: hunter22\n");
    await run(["secrets", "encrypt", "secrets.yaml"]);
    return run(["site.yaml", ...flags]);
  });
}

// The cast is safe: the lines are events.
const eventsIn = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { event: string });

describe("cli/commands/listing", () => {
  it("masks secrets in the names of tasks", async () => {
    const { exit, out } = await listed("--list-tasks");
    expect(exit).to.equal(0);
    expect(out).to.include("Store ******** for {{ inventory_hostname }}  (tags: web, store)");
  });

  it("writes an event per play with --json, and the list for people to standard error", async () => {
    const { exit, out, err } = await listed("--list-tasks", "--json");
    const [play, recap, ...more] = eventsIn(out);
    expect(play).to.deep.equal({
      event: "play_listing",
      play: "Web",
      pattern: "all",
      hosts: ["server1"],
      tags: ["store", "web"],
      tasks: [
        {
          role: null,
          task: "Store ******** for {{ inventory_hostname }}",
          module: "command",
          stage: "task",
          tags: ["web", "store"],
          origin: { file: "site.yaml", line: 6, col: 7, end: 14 },
        },
      ],
    });
    expect(recap).to.deep.include({ event: "recap", hosts: {}, exit: 0 });
    expect(more).to.deep.equal([]);
    expect(err).to.include("  tasks:").and.not.include("hunter22");
    expect(exit).to.equal(0);
  });

  it("writes only the recap for a valid project with --syntax-check and --json", async () => {
    const { out, err } = await listed("--syntax-check", "--json");
    expect(eventsIn(out).map(({ event }) => event)).to.deep.equal(["recap"]);
    expect(err).to.include("The project is valid.");
  });

  it("writes the error and the recap for a faulty project with --list-hosts and --json", async () => {
    const { exit, out } = await listed("--list-hosts", "--json", "-l", "nothing");
    expect(eventsIn(out).map(({ event }) => event)).to.deep.equal(["error", "recap"]);
    expect(exit).to.equal(2);
  });
});
