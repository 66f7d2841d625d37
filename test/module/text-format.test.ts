import { expect } from "chai";
import { formatProblem, type TextFormat } from "../../src/module/text-format.ts";

const problem = (format: TextFormat, text: string) => formatProblem(format, text)?.problem;

describe("module/text-format", () => {
  const sendable: [TextFormat, readonly string[]][] = [
    ["url", ["http://127.0.0.1:8081/a?b=c%20d", "https://[::1]/", "HTTP://me:p%40w@host", "http://münchen.example/ä"]],
    ["base-url", ["http://127.0.0.1:8081", "https://host/druid/"]],
    ["header-name", ["Authorization", "x-request-id", "X_1"]],
    ["header-value", ["", "Bearer abc", "naïve\tvalue"]],
    ["account", ["", "admin", "mönch"]],
    ["word", ["AKIA+x=", "eu-central-1"]],
    ["path-part", ["clean_sensors", "a b", "..."]],
    ["topic", ["a", "A.b_c-1", "..."]],
    ["host-port", ["127.0.0.1:9092", "[fd00::1]:1", "kafka-1.internal:65535"]],
  ];
  for (const [format, texts] of sendable) {
    it(`accepts what can be sent as ${format}`, () => {
      for (const text of texts) expect(problem(format, text), text).to.equal(undefined);
    });
  }

  const refused: [TextFormat, string, string][] = [
    ["url", "http://a/b c", "contains a blank or a line break"],
    ["url", "http://a/b\n", "contains a blank or a line break"],
    ["url", " http://a/b", "contains a blank or a line break"],
    ["url", "http://a/b\0", "contains a blank or a line break"],
    ["url", "http://a\\b", "contains a backslash"],
    ["url", "http://a:99999/", "is not a valid URL"],
    ["url", "http://", "is not a valid URL"],
    ["url", "http://a:0/", "has the port 0"],
    ["url", "file:///etc/passwd", "is not an HTTP URL"],
    ["url", "http:a", "is not an HTTP URL"],
    ["url", "/status", "is not a valid URL"],
    ["url", "http://a/#/b", "has a fragment, which is never sent"],
    ["url", "http://me:%zz@a/", "has a faulty user or password"],
    ["base-url", "http://a/?b=c", "has a query, but paths are appended to it"],
    ["base-url", "ftp://a", "is not an HTTP URL"],
    ["header-name", "", "is not a header's name"],
    ["header-name", "X Y", "is not a header's name"],
    ["header-name", "X:", "is not a header's name"],
    ["header-name", "Größe", "is not a header's name"],
    ["header-name", "Content-Length", "is a header that the client sets itself"],
    ["header-name", "Transfer-Encoding", "is a header that the client sets itself"],
    ["header-value", "Bearer abc\n", "contains a line break, which a header cannot hold"],
    ["header-value", "5 €", "contains a character that a header cannot hold (number 3)"],
    ["header-value", "a\0", "contains a character that a header cannot hold (number 2)"],
    ["account", "a:b", "contains a colon"],
    ["word", "key\n", "contains a character that a signed request cannot hold"],
    ["word", "a/b", "contains a character that a signed request cannot hold"],
    ["word", "schlüssel", "contains a character that a signed request cannot hold"],
    ["path-part", "..", "is not a name"],
    ["path-part", "", "is not a name"],
    ["path-part", "a\n", "contains a control character"],
    ["topic", "a b", "is not a topic's name"],
    ["topic", "..", "is not a topic's name"],
    ["topic", "a\n", "is not a topic's name"],
    ["host-port", "a:99999", "is not HOST:PORT"],
    ["host-port", "http://a:1", "is not HOST:PORT"],
  ];
  for (const [format, text, expected] of refused) {
    it(`refuses ${JSON.stringify(text)} as ${format}`, () => {
      expect(problem(format, text)).to.equal(expected);
    });
  }
});
