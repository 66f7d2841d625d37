/** A version of a Python package (PEP 440), in a form whose parts compare one by one. */
interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  /** Pre-releases and development releases are below zero, a release is zero, later corrections are above. */
  readonly stage: readonly number[];
}

const PATTERN =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+[a-z0-9._-]+)?$/i;
const PRE: Readonly<Record<string, number>> = { a: -3, alpha: -3, b: -2, beta: -2 };

function parse(text: string): Version | undefined {
  const found = PATTERN.exec(text.trim());
  if (!found) return undefined;
  const [, epoch = "0", release = "", pre, preNumber = "", postNumber, post, dev, devNumber = ""] = found;
  const hasPost = postNumber !== undefined || post !== undefined;
  const stage = pre !== undefined ? (PRE[pre.toLowerCase()] ?? -1) : dev !== undefined && !hasPost ? -4 : 0;
  const parts = [stage, Number(preNumber), hasPost ? Number(postNumber ?? post) + 1 : 0];
  return {
    epoch: Number(epoch),
    release: release.split(".").map(Number),
    stage: [...parts, dev === undefined ? Number.MAX_SAFE_INTEGER : Number(devNumber)],
  };
}

/** Negative if the first is lower, zero if they are equal. */
function compare(one: Version, other: Version): number {
  const length = Math.max(one.release.length, other.release.length);
  const padded = ({ release }: Version) => Array.from({ length }, (_, index) => release[index] ?? 0);
  const [left, right] = [
    [one.epoch, ...padded(one), ...one.stage],
    [other.epoch, ...padded(other), ...other.stage],
  ];
  return left.map((part, index) => part - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** Whether a version fulfils a specifier such as `>=2.0,<3`; undefined if one of them cannot be read. */
export function fulfils(version: string, specifier: string): boolean | undefined {
  const clauses = specifier.split(",").map((clause) => clause.trim());
  const answers = clauses.filter((clause) => clause !== "").map((clause) => fulfilsOne(version, clause));
  return answers.includes(undefined) ? undefined : answers.every((answer) => answer === true);
}

function fulfilsOne(version: string, clause: string): boolean | undefined {
  const [, operator = "", wanted = ""] = /^(===|==|~=|!=|<=|>=|<|>)\s*(\S+)$/.exec(clause) ?? [];
  if (operator === "===") return version === wanted;
  if (wanted.endsWith(".*")) return matchesPrefix(version, operator, wanted.slice(0, -2));
  const [own, other] = [parse(version), parse(wanted)];
  if (operator === "" || !own || !other) return undefined;
  const difference = compare(own, other);
  switch (operator) {
    case "==":
      return difference === 0;
    case "!=":
      return difference !== 0;
    case ">=":
      return difference >= 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case "<":
      return difference < 0;
    default:
      return difference >= 0 && startsWith(own, other.release.slice(0, -1));
  }
}

function matchesPrefix(version: string, operator: string, wanted: string): boolean | undefined {
  const [own, prefix] = [parse(version), parse(wanted)];
  if (!own || !prefix || !["==", "!="].includes(operator)) return undefined;
  return startsWith(own, prefix.release) === (operator === "==");
}

function startsWith({ release }: Version, prefix: readonly number[]): boolean {
  return prefix.every((part, index) => (release[index] ?? 0) === part);
}
