/** Why a text cannot be sent, without the text itself, which may be a secret: `problem` completes "The argument … ". */
export interface FormatProblem {
  readonly problem: string;
  /** What to write instead. */
  readonly write: string;
}

/** What a text becomes in a request, and so what it may contain. */
export type TextFormat = keyof typeof CHECKS;

type Check = (text: string) => FormatProblem | undefined;

/** Checks a text before it is sent; undefined if it can be. */
export function formatProblem(format: TextFormat, text: string): FormatProblem | undefined {
  return CHECKS[format](text);
}

const FULL_URL = "Write it in full, as in http://127.0.0.1:8081/overview.";
const LINE_BREAK = "Remove it. A value that was read from a file or a command often ends with one: `{{trim value}}`.";

/** Headers that describe the message itself: the client sets them. */
const OWN_HEADERS = ["content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "expect", "te"];

const CHECKS = {
  /** The URL of a request. */
  url: (text: string) => urlProblem(text),
  /** The URL that the paths of requests are appended to. */
  "base-url": (text: string) => urlProblem(text) ?? queryProblem(text),
  "header-name": (text: string) => headerNameProblem(text),
  "header-value": (text: string) => headerValueProblem(text),
  /** An account for HTTP basic authentication, which ends the name at the first colon. */
  account: (text: string) =>
    text.includes(":") ? { problem: "contains a colon", write: "An account's name cannot contain one." } : undefined,
  /** A part of a header that separates its parts by commas, slashes and blanks. */
  word: (text: string) =>
    /^[\x21-\x7e]*$/.test(text) && !/[,/]/.test(text)
      ? undefined
      : { problem: "contains a character that a signed request cannot hold", write: WORD },
  /** A name that becomes one part of a URL's path. */
  "path-part": (text: string) => pathPartProblem(text),
  "crontab-field": (text: string) =>
    /^[A-Za-z0-9*/,-]+$/.test(text)
      ? undefined
      : { problem: "is not a field of a crontab", write: "Write a number or a range, as in 5, */10 or 1-5." },
  topic: (text: string) => topicProblem(text),
  /** A name in PostgreSQL, which would cut it off after 63 bytes. */
  "postgresql-name": (text: string) => nameProblem(text, Buffer.byteLength(text) <= 63, "63 bytes"),
  /** A name of a database in MySQL and MariaDB. */
  "mysql-name": (text: string) => mysqlNameProblem(text),
  /** The address of a server without a scheme. */
  "host-port": (text: string) => addressProblem(text),
} as const satisfies Readonly<Record<string, Check>>;

const WORD = "Use only printable ASCII characters without blanks, commas and slashes.";

function urlProblem(text: string): FormatProblem | undefined {
  if (/[\s\p{Cc}]/u.test(text)) {
    return { problem: "contains a blank or a line break", write: "Remove it, or write %20 for a blank in the URL." };
  }
  if (text.includes("\\")) return { problem: "contains a backslash", write: "Write / or %5C instead." };
  if (!URL.canParse(text)) return { problem: "is not a valid URL", write: `Check host and port. ${FULL_URL}` };
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || !/^https?:\/\//i.test(text)) {
    return { problem: "is not an HTTP URL", write: FULL_URL };
  }
  if (url.port === "0") return { problem: "has the port 0", write: "Write a port from 1 to 65535." };
  if (text.includes("#")) {
    return {
      problem: "has a fragment, which is never sent",
      write: "Remove it, or write %23 if `#` is a part of a name.",
    };
  }
  return decodes(url.username + url.password)
    ? undefined
    : { problem: "has a faulty user or password", write: "Write %25 for a percent sign in them." };
}

function decodes(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function queryProblem(text: string): FormatProblem | undefined {
  return text.includes("?")
    ? { problem: "has a query, but paths are appended to it", write: "Remove everything after the `?`." }
    : undefined;
}

function headerNameProblem(name: string): FormatProblem | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
    return { problem: "is not a header's name", write: "Use letters, digits and hyphens, as in X-Request-Id." };
  }
  return OWN_HEADERS.includes(name.toLowerCase())
    ? { problem: "is a header that the client sets itself", write: "Remove it." }
    : undefined;
}

function headerValueProblem(value: string): FormatProblem | undefined {
  if (/[\r\n]/.test(value)) return { problem: "contains a line break, which a header cannot hold", write: LINE_BREAK };
  const at = value.search(/[^\t\x20-\x7e\x80-\xff]/);
  if (at < 0) return undefined;
  return {
    problem: `contains a character that a header cannot hold (number ${at + 1})`,
    write: "Use ASCII characters; encode others, for example by `b64encode`, if the server expects that.",
  };
}

function pathPartProblem(text: string): FormatProblem | undefined {
  if (/^\.{0,2}$/.test(text)) return { problem: "is not a name", write: "Write a name other than `.` and `..`." };
  return /\p{Cc}/u.test(text)
    ? { problem: "contains a control character", write: `Remove it. ${LINE_BREAK.slice("Remove it. ".length)}` }
    : undefined;
}

function nameProblem(text: string, fits: boolean, limit: string): FormatProblem | undefined {
  if (text === "" || text.includes("\0")) return { problem: "is not a name", write: "Write a name without NUL bytes." };
  return fits ? undefined : { problem: `is longer than ${limit}`, write: "Choose a shorter name." };
}

function mysqlNameProblem(text: string): FormatProblem | undefined {
  if (/^$| $|[\p{Cc}\u{10000}-\u{10ffff}]/u.test(text)) {
    return {
      problem: "is not a name",
      write: "Write a name without control characters and emoji, and without a blank at its end.",
    };
  }
  return nameProblem(text, text.length <= 64, "64 characters");
}

function topicProblem(text: string): FormatProblem | undefined {
  if (/^[A-Za-z0-9._-]{1,249}$/.test(text) && !/^\.{1,2}$/.test(text)) return undefined;
  return {
    problem: "is not a topic's name",
    write: "Use 1 to 249 letters, digits, dots, underscores and hyphens; not `.` or `..` alone.",
  };
}

function addressProblem(text: string): FormatProblem | undefined {
  const port = Number(/^(?:\[[0-9A-Fa-f:.]+\]|[^:[\]\s/]+):([0-9]{1,5})$/.exec(text)?.[1]);
  return port >= 1 && port <= 65535
    ? undefined
    : {
        problem: "is not HOST:PORT",
        write: "Write a name or an address and a port from 1 to 65535: 127.0.0.1:9092, [::1]:9092.",
      };
}
