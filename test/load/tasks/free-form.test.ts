import { expect } from "chai";
import { parse } from "yaml";
import { mapOfFreeForm } from "../../../src/load/tasks/free-form.ts";
import { argsFaults } from "../../../src/load/validation/args-schema.ts";
import type { Module } from "../../../src/module/contract.ts";
import { registry } from "../../../src/modules/registry.ts";

async function moduleNamed(name: string): Promise<Module> {
  const module = await registry.load(name);
  if (!module) throw new Error(`there is no module ${name}`);
  return module;
}

const mapOf = async (module: string, text: string) => mapOfFreeForm(text, (await moduleNamed(module)).args);

/** What is wrong with the arguments that a hint says to write. */
async function faultsOf(name: string, map: string): Promise<readonly string[]> {
  const { args } = await moduleNamed(name);
  const nowhere = { origin: () => undefined, written: () => undefined, keyOrigin: () => undefined };
  const faults = argsFaults(name, args, parse(map) as Record<string, unknown>, nowhere);
  return faults.map(({ message }) => message);
}

/** Ansible's form, and the map to write instead. */
const REJECTED: readonly (readonly [module: string, text: string, map: string])[] = [
  ["command", "echo hi creates=/etc/passwd chdir=/tmp", '{ cmd: "echo hi", creates: "/etc/passwd", chdir: "/tmp" }'],
  ["command", "chdir=/tmp ls -l", '{ cmd: "ls -l", chdir: "/tmp" }'],
  ["command", 'echo "a b" chdir="/my folder"', String.raw`{ cmd: "echo \"a b\"", chdir: "/my folder" }`],
  ["command", "ls chdir={{ a b }}/c", '{ cmd: "ls", chdir: "{{ a b }}/c" }'],
  ["shell", "pwd chdir=/tmp", '{ cmd: "pwd", chdir: "/tmp" }'],
  ["shell", "cat\nexecutable=/bin/bash", '{ cmd: "cat", executable: "/bin/bash" }'],
  ["debug", "msg=x", '{ msg: "x" }'],
  ["fail", "msg=foo bar", '{ msg: "foo bar" }'],
  ["fail", "msg=a b=c d", '{ msg: "a b=c d" }'],
  ["copy", "src=a dest=/my folder mode=0644", '{ src: "a", dest: "/my folder", mode: "0644" }'],
  ["debug", "msg='x y'", '{ msg: "x y" }'],
  ["debug", "var=q.stdout", '{ var: "{{ q.stdout }}" }'],
  ["debug", "var=q.stdout_lines[0]", "{ var: !cel q.stdout_lines[0] }"],
  ["file", "path=/x state=directory", '{ path: "/x", state: "directory" }'],
  ["copy", "src=a dest=/b mode=0644", '{ src: "a", dest: "/b", mode: "0644" }'],
  ["apt", "name=nginx state=present", '{ name: "nginx", state: "present" }'],
  ["service", "name=nginx state=started", '{ name: "nginx", state: "started" }'],
  ["set_fact", "a=1 b=2", '{ a: "1", b: "2" }'],
  ["apt", "pkg=nginx state=present", '{ name: "nginx", state: "present" }'],
  ["apt", "update_cache=yes cache_valid_time=3600", "{ update_cache: true, cache_valid_time: 3600 }"],
  ["apt", "name=nginx update_cache={{ fresh }}", '{ name: "nginx", update_cache: "{{ fresh }}" }'],
  ["file", "dest=/tmp/q state=absent", '{ path: "/tmp/q", state: "absent" }'],
  ["copy", "src=a dest=/b force=No", '{ src: "a", dest: "/b", force: false }'],
  ["uri", "url=http://localhost/?a=b", '{ url: "http://localhost/?a=b" }'],
];

describe("load/tasks/free-form: arguments that do not exist", () => {
  it("keeps them apart, so that an error names each", async () => {
    const map = (await mapOf("service", "name=nginx mode=0644 backup=yes")) ?? "";
    expect(map).to.equal('{ name: "nginx", mode: "0644", backup: "yes" }');
    expect(await faultsOf("service", map)).to.have.lengthOf(2);
  });
});

/** Text that only looks like Ansible's form. */
const ACCEPTED: readonly (readonly [module: string, text: string])[] = [
  ["command", "env FOO=bar make"],
  ["command", "dd if=/dev/zero of=/tmp/x count=1"],
  ["command", "make cmd=x"],
  ["command", "tool --chdir=/tmp"],
  ["command", 'sh -c "x chdir=/tmp"'],
  ["command", "echo 'creates=/etc/passwd'"],
  ["command", "echo a\\ creates=/x"],
  ["shell", "x=1; echo $x"],
  ["shell", 'A="chdir=/tmp" env'],
  ["debug", "the value is msg=5"],
  ["debug", "a=b"],
];

describe("load/tasks/free-form", () => {
  for (const [module, text, map] of REJECTED) {
    it(`finds the arguments in ${module}: ${JSON.stringify(text)}`, async () => {
      expect(await mapOf(module, text)).to.equal(map);
      if (!/\{\{|!cel/.test(map)) expect(await faultsOf(module, map)).to.deep.equal([]);
    });
  }
  for (const [module, text] of ACCEPTED) {
    it(`leaves ${module}: ${JSON.stringify(text)} as it is`, async () => {
      expect(await mapOf(module, text)).to.equal(undefined);
    });
  }
});
