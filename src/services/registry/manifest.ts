import { createHash } from "node:crypto";
import { registryFault } from "../../errors/catalogue/services/registry.ts";
import { asClause, bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { parseJson } from "../../model/parse-json.ts";
import { isMap } from "../../model/value.ts";
import { loginHeader } from "../http/login.ts";
import type { Reply } from "../http/reply.ts";
import { loginFor } from "./access.ts";
import { originOf } from "../http/url.ts";
import { parseChallenge, tokenUrl } from "./challenge.ts";
import { exchange, type Line, type Sending } from "./exchange.ts";
import type { Reference } from "./reference.ts";

/** One image, at the registry that is asked for it. */
interface Question extends Line {
  readonly reference: Reference;
  /** The registry's base URL. */
  readonly endpoint: string;
}

/** Lists of manifests come first: their digest is that of the image for every architecture. */
const TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The digest to which an image's tag leads now, at one registry. HEAD comes first: Docker Hub does not count it as a pull. */
export async function digestAt(question: Question): Promise<Outcome<string>> {
  const { reference, endpoint } = question;
  const url = `${endpoint}/v2/${reference.repository}/manifests/${reference.tag}`;
  const head = await authorized(question, { method: "head", url, headers: { accept: TYPES.join(", ") } });
  if (!head.ok) return head;
  const { reply, headers } = head.value;
  const digest = reply.headers["docker-content-digest"]?.toString() ?? "";
  if (reply.status === 200 && isManifest(reply) && DIGEST.test(digest)) return good(digest);
  if (![200, 405, 501].includes(reply.status)) return bad(refusal(question, reply));
  const got = await exchange(question, { method: "get", url, headers });
  if (!got.ok) return bad(unreachable(question, got.faults[0]));
  return got.value.status === 200 ? digestOf(question, got.value) : bad(refusal(question, got.value));
}

interface Authorized {
  readonly reply: Reply;
  /** Those with which the registry answered. */
  readonly headers: Sending["headers"];
}

/** Sends a request; if the registry demands a token or a password, once more with it. */
async function authorized(question: Question, sending: Sending): Promise<Outcome<Authorized>> {
  const first = await exchange(question, sending);
  if (!first.ok) return bad(unreachable(question, first.faults[0]));
  if (first.value.status !== 401) return good({ reply: first.value, headers: sending.headers });
  const authorization = await answerTo(question, first.value);
  if (!authorization.ok) return authorization;
  const headers = { ...sending.headers, ...authorization.value };
  const second = await exchange(question, { ...sending, headers });
  return second.ok ? good({ reply: second.value, headers }) : bad(unreachable(question, second.faults[0]));
}

/** The header that answers a 401. */
async function answerTo(question: Question, { headers }: Reply): Promise<Outcome<Sending["headers"]>> {
  const { endpoint, access, reference } = question;
  const challenge = parseChallenge(headers["www-authenticate"]?.toString() ?? "");
  const login = loginFor(endpoint, access);
  if (challenge?.scheme !== "bearer") return challenge && login ? good(loginHeader(login)) : bad(loginFault(question));
  const url = tokenUrl(challenge, endpoint, reference.repository);
  if (url === undefined) return bad(strange(question, "it names no safe address for a token"));
  const reply = await exchange(question, { method: "get", url, headers: loginHeader(login) });
  if (!reply.ok) return bad(unreachable(question, reply.faults[0]));
  if (reply.value.status !== 200) return bad(refusal(question, reply.value));
  const token = tokenIn(reply.value.content);
  return token === undefined
    ? bad(strange(question, `${new URL(url).host} answered without a token`))
    : good({ authorization: `Bearer ${token}` });
}

/** A token is one word of visible characters: nothing else may get into a header. */
function tokenIn(content: string): string | undefined {
  const parsed = parseJson(content);
  if (!parsed.ok || !isMap(parsed.value)) return undefined;
  const { token, access_token: other } = parsed.value;
  return [token, other].find((one) => typeof one === "string" && /^[\x21-\x7e]+$/.test(one)) as string | undefined;
}

/** The digest of a manifest is that of its bytes. */
function digestOf(question: Question, reply: Reply): Outcome<string> {
  if (!isManifest(reply)) return bad(strange(question, "it answered with something else than a manifest"));
  if (reply.truncated || reply.problem !== undefined)
    return bad(strange(question, `the manifest ${reply.problem ?? "is too long"}`));
  return good(`sha256:${createHash("sha256").update(reply.content).digest("hex")}`);
}

function isManifest({ headers }: Reply): boolean {
  const type = headers["content-type"]?.toString() ?? "";
  return TYPES.includes(type.replace(/\s*;.*$/s, "").toLowerCase());
}

function refusal(question: Question, { status, headers }: Reply): Fault {
  const asked = askedOf(question);
  switch (status) {
    case 401:
    case 403:
      return loginFault(question);
    case 404:
      return registryFault("services/registry-missing", asked);
    case 429: {
      const after = /^\d{1,6}$/.exec(headers["retry-after"]?.toString() ?? "")?.[0];
      return registryFault("services/registry-limit", { ...asked, after });
    }
    default:
      return strange(question, `it answered with the status ${status}`);
  }
}

function loginFault(question: Question): Fault {
  const withLogin = loginFor(question.endpoint, question.access) !== undefined;
  return registryFault("services/registry-login", { ...askedOf(question), withLogin });
}

function strange(question: Question, problem: string): Fault {
  return registryFault("services/registry-answer", { ...askedOf(question), problem });
}

function unreachable(question: Question, { code, message, details }: Fault): Fault {
  const reason = asClause(message).replace(/^./, (letter) => letter.toLowerCase());
  const forbidden = code === "services/forwarding-forbidden";
  return registryFault("services/registry-unreachable", { ...askedOf(question), reason, forbidden }, { details });
}

function askedOf({ reference, endpoint }: Question) {
  return { image: reference.image, registry: originOf(endpoint) };
}
