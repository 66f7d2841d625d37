import { s3Fault } from "../../errors/catalogue/services/s3.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Service } from "../../module/contract.ts";
import { systemClock } from "../clock.ts";
import { type HttpClient, openHttp } from "../http/http.ts";
import type { Reply } from "../http/reply.ts";
import { originOf, parseUrl } from "../http/url.ts";
import { encode, type S3Keys, signedHeaders } from "./sign.ts";

/** Seconds for one request: none of them transfers data. */
const TIMEOUT = 30;

export interface S3Target extends S3Keys {
  /** The endpoint as the host sees it. */
  readonly url: string;
}

export interface S3Object {
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface S3Reader {
  /** Whether the bucket exists and the keys give access to it. */
  hasBucket(bucket: string): Promise<Outcome<boolean>>;
  list(bucket: string, prefix: string): Promise<Outcome<readonly S3Object[]>>;
}

export interface S3Writer {
  makeBucket(bucket: string): Promise<Outcome<void>>;
}

/** Buckets of an S3 endpoint, addressed by path. */
export const s3Service: Service<S3Target, S3Reader, S3Writer> = {
  name: "s3",
  peer: ({ url }) => ({ name: "the object store", address: originOf(url) }),
  open: (dial, target) => {
    const client = openHttp(dial);
    const request: Send = (method, bucket, query) => send(client, target, { method, bucket, query: query ?? {} });
    return {
      reader: {
        hasBucket: (bucket) => hasBucket(request, bucket),
        list: (bucket, prefix) => listAll(request, bucket, prefix),
      },
      writer: { makeBucket: (bucket) => makeBucket(request, bucket) },
      close: () => client.close(),
    };
  },
};

interface S3Request {
  readonly method: "GET" | "HEAD" | "PUT";
  readonly bucket: string;
  readonly query: Readonly<Record<string, string>>;
}

type Send = (method: S3Request["method"], bucket: string, query?: S3Request["query"]) => Promise<Outcome<Reply>>;

async function hasBucket(request: Send, bucket: string): Promise<Outcome<boolean>> {
  const reply = await request("HEAD", bucket);
  if (!reply.ok) return reply;
  if (reply.value.status < 300) return good(true);
  // The answer to HEAD has no body with a reason. Some stores answer 404 to an access key that they do not know, too.
  const why = await request("GET", bucket, { "list-type": "2", "max-keys": "0" });
  const last = why.ok ? why.value : reply.value;
  if (last.status === 404 && (element(last.content, "Code") ?? "NoSuchBucket") === "NoSuchBucket") return good(false);
  return refused(`find bucket ${bucket}`, why.ok && why.value.status >= 300 ? why.value : reply.value);
}

async function makeBucket(request: Send, bucket: string): Promise<Outcome<void>> {
  const reply = await request("PUT", bucket);
  if (!reply.ok) return reply;
  return reply.value.status < 300 ? good(undefined) : refused(`create bucket ${bucket}`, reply.value);
}

/** The most pages of a listing, of 1000 objects each: a faulty server may return the same one again and again. */
const MAX_PAGES = 1000;

async function listAll(request: Send, bucket: string, prefix: string): Promise<Outcome<readonly S3Object[]>> {
  const objects: S3Object[] = [];
  let token: string | undefined = "";
  for (let page = 0; token !== undefined; page++) {
    if (page === MAX_PAGES) return endless(bucket);
    const query = { "list-type": "2", prefix, ...(token !== "" && { "continuation-token": token }) };
    const reply = await request("GET", bucket, query);
    if (!reply.ok) return reply;
    if (reply.value.status >= 300) return refused(`list bucket ${bucket}`, reply.value);
    objects.push(...parseObjects(reply.value.content));
    const next = element(reply.value.content, "NextContinuationToken");
    if (next !== undefined && next === token) return endless(bucket);
    token = next;
  }
  return good(objects);
}

function endless(bucket: string): Outcome<never> {
  const reason = "the listing does not end";
  return bad(s3Fault("services/s3-refused", { what: `list bucket ${bucket}`, reason, denied: false }));
}

/** The objects of one page of a listing. */
export function parseObjects(xml: string): S3Object[] {
  return [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, part = ""]) => ({
    key: element(part, "Key") ?? "",
    at: Date.parse(element(part, "LastModified") ?? ""),
  }));
}

function element(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined || text === "" ? undefined : unescape(text);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescape(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

async function send(
  { reader, writer }: HttpClient,
  { url: endpoint, ...keys }: S3Target,
  { method, bucket, query }: S3Request,
): Promise<Outcome<Reply>> {
  const base = parseUrl(endpoint);
  if (!base.ok) return base;
  const search = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const url = new URL(`/${encode(bucket)}${search.length > 0 ? `?${search.join("&")}` : ""}`, base.value);
  const headers = await signedHeaders({ method, url, body: "", at: new Date(systemClock.now()) }, keys);
  const request = { url: url.href, headers, timeout: TIMEOUT, validateCerts: true };
  if (method === "PUT") return writer.request({ ...request, method });
  return method === "HEAD" ? reader.head(request) : reader.get(request);
}

/** Reports only the code and the message: the rest of the answer may quote the request, and so the keys. */
function refused(what: string, { status, content }: Reply): Outcome<never> {
  const code = element(content, "Code") ?? `status ${status}`;
  const reason = [code, element(content, "Message")]
    .filter((part) => part !== undefined)
    .join(": ")
    .slice(0, 500);
  return bad(s3Fault("services/s3-refused", { what, reason, denied: status === 403 }));
}
