import { expect } from "chai";
import { parseCommandLine } from "../../src/cli/command-line.ts";
import { ANSIBLE_FLAGS } from "../../src/cli/advice/ansible-flags.ts";
import { FLAGS, type Flag } from "../../src/cli/flags.ts";
import type { RunRequest } from "../../src/cli/options.ts";

function parsed(...argv: readonly string[]): RunRequest["options"] {
  const request = parseCommandLine(argv, "1.2.3");
  if (request.is !== "run") throw new Error(`not a run: ${JSON.stringify(request)}`);
  return request.request.options;
}

function faults(...argv: readonly string[]) {
  const request = parseCommandLine(argv, "1.2.3");
  if (request.is !== "invalid") throw new Error(`not invalid: ${JSON.stringify(request)}`);
  return request.faults;
}

describe("cli/command-line", () => {
  it("runs playbooks in the given order, with default options", () => {
    const options = parsed("a.yaml", "b.yaml");
    expect(options).to.deep.include({ playbooks: ["a.yaml", "b.yaml"], inventories: [], tags: [], extraVars: [] });
    expect(options).to.include({ check: false, limit: undefined, forks: 10, timeout: 10, verbosity: 0, become: false });
  });

  it("accepts long and short flags before and after playbooks", () => {
    expect(parsed("-CD", "a.yaml", "-l", "web:!web3", "-vvv", "--forks=3", "--timeout", "2.5")).to.include({
      check: true,
      diff: true,
      limit: "web:!web3",
      verbosity: 3,
      forks: 3,
      timeout: 2.5,
    });
    const long = parsed("--user", "me", "--private-key", "k", "--become", "--json", "--quiet", "a.yaml");
    expect(long).to.include({ user: "me", privateKey: "k", become: true, json: true, quiet: true });
    const lists = parsed("a.yaml", "--list-hosts", "--list-tasks", "--list-tags", "--syntax-check");
    expect(lists).to.include({ listHosts: true, listTasks: true, listTags: true, syntaxCheck: true });
  });

  it("collects the values of repeatable flags", () => {
    const options = parsed("a.yaml", "-i", "one", "-i", "two", "-t", "x,y", "--tags", "z", "--skip-tags", "q");
    expect(options).to.deep.include({ inventories: ["one", "two"], tags: ["x", "y", "z"], skipTags: ["q"] });
  });

  it("uses the last value of other flags", () => {
    expect(parsed("a.yaml", "-f", "1", "-f", "2").forks).to.equal(2);
  });

  it("accepts a value that looks like a flag", () => {
    expect(parsed("a.yaml", "-l", "-web").limit).to.equal("-web");
  });

  it("says what to write instead of flags that only Ansible has", () => {
    for (const [flag, instead] of Object.entries(ANSIBLE_FLAGS)) {
      expect(faults("a.yaml", flag)[0], flag).to.include({ code: "cli/ansible-flag", hint: instead });
    }
    expect(faults("a.yaml", "--vault-id=x")[0].message).to.equal(
      "Of Ansible's flags, provision does not have --vault-id.",
    );
  });

  it("parses the other commands", () => {
    expect(parseCommandLine(["doc", "copy"], "1")).to.deep.equal({ is: "doc", module: "copy" });
    expect(parseCommandLine(["schema"], "1")).to.deep.equal({ is: "schema", kind: undefined });
    expect(parseCommandLine(["--version"], "1.2.3")).to.deep.equal({ is: "text", text: "1.2.3\n" });
    const { request } = parseCommandLine(["a.yaml", "-K"], "1") as { request: RunRequest };
    expect(request.askBecomePassword).to.be.true;
  });

  it("parses tunnel with its flags", () => {
    const parsed = parseCommandLine(["tunnel", "Flink", "druid", "-i", "other.yaml", "-e", "a=b", "-u", "me"], "1.0.0");
    expect(parsed).to.have.property("is", "tunnel");
    expect(parsed)
      .to.have.property("request")
      .that.includes({ playbook: "playbooks/site.yaml", user: "me", timeout: 10 });
    expect(parsed).to.have.nested.property("request.services").that.deep.equals(["Flink", "druid"]);
    expect(parseCommandLine(["tunnel", "--check"], "1.0.0").is).to.equal("invalid");
  });

  it("parses unlock with its flags", () => {
    const parsed = parseCommandLine(["unlock", "main", "-i", "other.yaml", "--become", "-K", "--yes"], "1.0.0");
    const request = {
      host: "main",
      inventories: ["other.yaml"],
      become: true,
      askBecomePassword: true,
      user: undefined,
      privateKey: undefined,
      timeout: 10,
      sshConfig: undefined,
      acceptNewHostKeys: false,
      askPassword: false,
      sshPassword: undefined,
      yes: true,
    };
    expect(parsed).to.deep.equal({ is: "unlock", request });
  });

  it("does not ask for a password if it connects to no host", () => {
    const { request } = parseCommandLine(["a.yaml", "-K", "--list-tasks"], "1") as { request: RunRequest };
    expect(request.askBecomePassword).to.be.false;
  });

  it("lists every flag and exit code in its help", () => {
    const help = parseCommandLine(["--help"], "1") as { text: string };
    for (const { long, commands } of FLAGS as readonly Flag[]) {
      if (commands.includes("run")) expect(help.text).to.include(`--${long}`);
    }
    expect(help.text).to.match(/130 {2}Interrupted\./);
  });
});

describe("cli/command-line: invalid command lines", () => {
  it("suggests the flag that was probably meant", () => {
    const [fault] = faults("a.yaml", "--chekc");
    expect(fault.code).to.equal("cli/unknown-flag");
    expect(fault.message).to.include("--chekc");
    expect(fault.hint).to.include("--check");
  });

  it("rejects flags of a run after another command", () => {
    const [{ code, message, hint }] = faults("doc", "--check");
    expect(code).to.equal("cli/unknown-flag");
    expect(message).to.equal("There is no flag --check for this command.");
    expect(hint).to.include("provision COMMAND --help");
  });

  const amongWords: readonly (readonly [words: readonly string[], written: string])[] = [
    [["run", "all", "command", "ls", "-l", "web1"], "provision run all command -- ls -l web1"],
    [["run", "-i", "x.yaml", "all", "shell", "df", "-h"], "provision run -i x.yaml all shell -- df -h"],
    [["run", "all", "ansible.builtin.command", "a b", "-z"], "provision run all ansible.builtin.command -- 'a b' -z"],
  ];
  for (const [words, written] of amongWords) {
    it(`rejects the short flag in ${words.join(" ")}`, () => {
      const [fault] = faults(...words);
      expect(fault.code).to.equal("cli/flag-among-words");
      expect(fault.hint).to.include(`: \`${written}\`.`);
      const obeyed = written.replaceAll("'a b'", "ab").split(" ").slice(1);
      expect(parseCommandLine(obeyed, "1").is).to.equal("run");
    });
  }

  it("accepts flags before the module, long flags, and short flags of other modules", () => {
    for (const line of ["-l web1 all command ls", "all command ls --limit web1", "all copy src=a dest=/b -l web1"]) {
      const request = parseCommandLine(["run", ...line.split(" ")], "1");
      expect(request.is === "run" && request.request.options.limit, line).to.equal("web1");
    }
  });

  it("rejects a value after a switch", () => {
    expect(faults("a.yaml", "--check=yes")[0].hint).to.include("--check");
  });

  it("reports a missing value or playbook", () => {
    expect(faults("a.yaml", "--limit")[0]).to.include({ code: "cli/value-missing" });
    expect(faults("a.yaml", "--limit")[0].message).to.include("--limit");
    expect(faults("--check")[0].code).to.equal("cli/no-playbook");
  });

  it("names the command that has too many arguments", () => {
    const [fault] = faults("doc", "a", "b");
    expect(fault.code).to.equal("cli/too-many-arguments");
    expect(fault.message).to.include("provision doc");
  });

  for (const limit of ["", ",", " , ", ":"]) {
    it(`never treats the limit ${JSON.stringify(limit)} as all hosts`, () => {
      expect(faults("a.yaml", "--limit", limit)[0].code).to.equal("cli/empty-limit");
    });
  }

  for (const flags of [
    ["-f", "0"],
    ["-f", "1.5"],
    ["-f", "-1"],
    ["-f", "many"],
    ["-f", ""],
    ["-f", "0x10"],
  ]) {
    it(`rejects ${flags.join(" ")}`, () => {
      expect(faults("a.yaml", ...flags)[0].code).to.equal("cli/not-a-count");
    });
  }

  for (const value of ["0", "-1", "10s", "Infinity", ""]) {
    it(`rejects --timeout ${value}`, () => {
      expect(faults("a.yaml", "--timeout", value)[0].code).to.equal("cli/not-seconds");
    });
  }

  it("rejects empty names and files", () => {
    expect(faults("a.yaml", "-t", "a,,b")[0].code).to.equal("cli/empty-value");
    expect(faults("a.yaml", "-i", "")[0].code).to.equal("cli/empty-value");
  });

  it("rejects --exit-code without --check", () => {
    expect(faults("a.yaml", "--exit-code")[0].code).to.equal("cli/exit-code-without-check");
    expect(parsed("a.yaml", "-C", "--exit-code").exitCode).to.be.true;
  });

  it("reports all faults at once", () => {
    expect(faults("-f", "0", "--timeout", "x", "-l", "").map(({ code }) => code)).to.have.members([
      "cli/not-a-count",
      "cli/not-seconds",
      "cli/empty-limit",
    ]);
    expect(faults("--exit-code", "-e", "x").map(({ code }) => code)).to.have.members([
      "cli/not-a-variable",
      "cli/no-playbook",
      "cli/exit-code-without-check",
    ]);
  });
});
