import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { type Outcome, bad, good } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Probe } from "../../../module/contract.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import { readProgram, sequence } from "../../../module/script.ts";
import { FETCH } from "../fetch.ts";
import { type Fields, fields, stepFailed, tail } from "../script-output.ts";
import { type AptArgs, namesOf } from "./args.ts";
import { cleansUp, parsePlan, wholeStep } from "./plan.ts";
import { probe } from "./probe.sh.ts";
import type { AptState, PackageFile } from "./state.ts";

/** One dpkg-query; apt is asked for candidates only if a package is missing or has another version than requested. */
export function probeApt(args: AptArgs): Probe<AptState> {
  const packages = namesOf(args);
  const words = packages.map(({ name }) => name);
  const pins = packages.flatMap(({ name, version }) => (version === undefined ? [] : [`installed ${name} ${version}`]));
  const whole = wholeStep(args);
  const enough = args.state === "latest" || whole.length > 0 ? Number.MAX_SAFE_INTEGER : words.length;
  const variables = {
    ...{ enough, pins: pins.join("\n"), cached: args.update_cache ? "yes" : "", release: args.default_release ?? "" },
    ...{ whole: whole.join(" "), cleans: cleansUp(args) ? "yes" : "", deb: args.deb ?? "" },
  };
  const program = readProgram(probe, { variables, words });
  return {
    script: args.deb === undefined ? program : sequence([FETCH, program]),
    parse: (answer) => parseApt(answer, args.default_release),
  };
}

export function parseApt(answer: Answer, release = ""): Outcome<AptState> {
  const output = fields(answer.stdout);
  if (output.get("apt") === "no") return bad(moduleFault("modules/no-package-manager", { program: "apt-get" }));
  const now = Number(output.get("now"));
  if (!Number.isFinite(now)) return stepFailed("look up packages", answer);
  if (output.get("release") === "no") return bad(systemFault("modules/no-release", { release }, { missing: true }));
  if (output.get("plan-failed") !== undefined) return stepFailed("plan changes of packages", answer);
  const file = fileOf(output, answer);
  const fetched = Math.max(0, ...output.all("lists").map(Number));
  const installed = output.all("installed").map((line) => {
    const [name = "", version = ""] = line.split(" ");
    return [name, version] as const;
  });
  return good({
    installed: new Map(installed),
    ...parsePolicy(output.rest),
    held: new Set(output.all("hold")),
    leftovers: new Set(output.all("leftover")),
    providers: pairsOf(output.all("provider")),
    provided: new Set(output.all("provided")),
    plan: parsePlan(output.all("plan")),
    outdated: output.all("outdated").length,
    ...(file && { file }),
    near: pairsOf(output.all("near")),
    listsAge: now - fetched,
    sourcesChanged: output.all("sources").some((time) => Number(time) > fetched),
  });
}

/** The package file. A program that fetches it is ended as soon as enough is read, so its status counts only if there is no answer. */
function fileOf(output: Fields, { stderr }: Answer): PackageFile | undefined {
  const statuses = output.all("deb-status");
  if (statuses.length === 0) return undefined;
  const [name, version] = output.get("deb")?.split(" ") ?? [];
  if (name !== undefined && version !== undefined) return { name, version, isOlder: output.get("deb-older") === "yes" };
  const problem = statuses.includes("missing") ? "missing" : statuses.includes("127") ? "no-program" : "unreadable";
  return { problem, details: tail(stderr) };
}

/** Groups lines `NAME OTHER` by their names. */
function pairsOf(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const pairs = lines.map((line) => line.split(" "));
  const names = [...new Set(pairs.map(([name = ""]) => name))];
  return new Map(names.map((name) => [name, pairs.flatMap(([each, other = ""]) => (each === name ? [other] : []))]));
}

/**
 * Parses the output of `apt-cache policy`: for each package a line `NAME:`, below it a line with the candidate ("(none)" if it has
 * none) and a table of versions with their priorities. Asterisks mark the installed version.
 */
function parsePolicy(text: string): Pick<AptState, "candidates" | "offered"> {
  const found = [...text.matchAll(/^(\S+?)(?::[a-z0-9]+)?:\n((?: .*\n?)*)/gm)].flatMap(([, name = "", about = ""]) => {
    const candidate = /^ +Candidate: (\S+)$/m.exec(about)?.[1] ?? "(none)";
    const versions = [...about.matchAll(/^ (?: {4}|\*\*\* )(\S+) -?\d+$/gm)].map(([, version = ""]) => version);
    return candidate === "(none)" ? [] : [{ name, candidate, versions }];
  });
  return {
    candidates: new Map(found.map(({ name, candidate }) => [name, candidate])),
    offered: new Map(found.map(({ name, versions }) => [name, versions])),
  };
}
