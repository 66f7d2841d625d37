/** The parts of NAME-VERSION, NAME-VERSION-RELEASE and the same with .ARCH; undefined if it has no version. */
export function splitSpec(spec: string): { readonly name: string; readonly evr: string } | undefined {
  const [, name, version, release, arch] =
    /^(.+?)-((?:\d+:)?\d[^-]*?)(?:-([^-]+?))?(\.(?:noarch|x86_64|aarch64|i[3-6]86|ppc64le|s390x|riscv64))?$/.exec(
      spec,
    ) ?? [];
  if (name === undefined || version === undefined) return undefined;
  return { name, evr: `${version}${release === undefined ? "" : `-${release}`}`, ...(arch !== undefined && { arch }) };
}

/** Whether a version of rpm is newer than another: EPOCH:VERSION-RELEASE, of which the release may be missing. */
export function isNewer(one: string, other: string): boolean {
  const [left, right] = [partsOf(one), partsOf(other)];
  const both = left.release !== undefined && right.release !== undefined;
  const order =
    compare(left.epoch, right.epoch) ||
    compare(left.version, right.version) ||
    (both ? compare(left.release ?? "", right.release ?? "") : 0);
  return order > 0;
}

function partsOf(evr: string) {
  const [, epoch = "0", version = "", release] = /^(?:(\d+):)?([^-]*)(?:-(.*))?$/.exec(evr) ?? [];
  return { epoch, version, release };
}

/** Compares as rpm does: part by part, numbers by value and after letters; ~ comes before everything, ^ before all but the end. */
function compare(one: string, other: string): number {
  const [left, right] = [wordsIn(one), wordsIn(other)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = compareWords(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

const wordsIn = (text: string) => text.match(/\d+|[A-Za-z]+|~|\^/g) ?? [];

/** What a part counts: a missing one lies between ~ and the others. */
const rank = (word: string | undefined) =>
  word === "~" ? 0 : word === undefined ? 1 : word === "^" ? 2 : /^\d/.test(word) ? 4 : 3;

function compareWords(one: string | undefined, other: string | undefined): number {
  if (rank(one) !== rank(other)) return rank(one) - rank(other);
  const [left = "", right = ""] = [one, other].map((word) =>
    /^\d/.test(word ?? "") ? word?.replace(/^0+/, "") : word,
  );
  if (rank(one) === 4 && left.length !== right.length) return left.length - right.length;
  return left === right ? 0 : left < right ? -1 : 1;
}
