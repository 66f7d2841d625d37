import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { findLogin } from "../../src/connection/login.ts";
import { Secret } from "../../src/model/secret.ts";
import { newKeyPair } from "./key-pair.ts";

const CONNECTION = {
  type: "ssh",
  address: "192.0.2.1",
  port: 22,
  user: "root",
  privateKeyFile: undefined,
  knownHostsFile: undefined,
  timeout: 5,
} as const;
const MINE = newKeyPair();
const SK = "sk-ssh-ed25519@openssh.com";
const CERT = "ssh-ed25519-cert-v01@openssh.com";

function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const blobOf = (type: string) => Buffer.concat([text(type), text("x".repeat(32)), text("ssh:")]);
const mineBlob = Buffer.from(MINE.public.split(" ")[1] ?? "", "base64");

describe("connection/login", () => {
  let home: string;
  let agent: Server | undefined;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "provision-login-"));
    mkdirSync(join(home, ".ssh"));
  });
  afterEach(() => {
    agent?.close();
    agent = undefined;
    rmSync(home, { recursive: true });
  });

  /** An agent that answers each request like that. */
  async function startAgent(answer: Buffer | "never"): Promise<string> {
    const socket = join(home, "agent");
    agent = createServer((stream) => {
      stream.on("error", () => undefined);
      stream.on("data", () => answer !== "never" && stream.write(text(answer)));
    });
    await new Promise<void>((resolve) => agent?.listen(socket, resolve));
    return socket;
  }

  function identities(...blobs: readonly Buffer[]): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(blobs.length);
    return Buffer.concat([Buffer.from([12]), count, ...blobs.flatMap((blob) => [text(blob), text("a comment")])]);
  }

  async function login(socket: string | undefined, privateKeyFile?: string) {
    return findLogin("web1", { ...CONNECTION, privateKeyFile }, { name: "me", home, agent: socket });
  }

  /** The message of the fault and its details. */
  async function refusal(socket: string | undefined, privateKeyFile?: string): Promise<string> {
    const found = await login(socket, privateKeyFile);
    if (found.ok) throw new Error(`logs in with ${found.value.tried.join(", ")}`);
    const [{ message, hint, details = [] }] = found.faults;
    return [message, hint, ...details].join("\n");
  }

  const write = (name: string, content: string) => {
    writeFileSync(join(home, ".ssh", name), content, { mode: 0o600 });
    return join(home, ".ssh", name);
  };

  it("names an agent that is gone", async () => {
    expect(await refusal(join(home, "none"))).to.include("its socket does not exist");
    const socket = await startAgent("never");
    const closed = new Promise((resolve) => agent?.close(resolve));
    await closed;
    writeFileSync(socket, "");
    expect(await refusal(socket)).to.match(/only its socket is left|not a socket/);
  });

  it("names an agent that is empty or locked, which answer alike", async () => {
    expect(await refusal(await startAgent(identities()))).to.include("it has no keys, or is locked: see `ssh-add -l`");
  });

  it("names an agent that refuses", async () => {
    expect(await refusal(await startAgent(Buffer.from([5])))).to.include("Agent responded with failure");
  });

  it("names keys of security keys and certificates of an agent, and does not offer them", async () => {
    expect(await refusal(await startAgent(identities(blobOf(SK))))).to.include(
      `keys of type ${SK}, which provision does not support`,
    );
    agent?.close();
    rmSync(join(home, "agent"), { force: true });
    const found = await login(await startAgent(identities(blobOf(SK), mineBlob)));
    if (!found.ok) throw new Error(found.faults[0].message);
    expect(found.value.tried).to.deep.equal(["the agent's keys"]);
  });

  it("says of an encrypted key why the agent does not help", async () => {
    const { private: key } = newKeyPair("p");
    const file = write("locked", key);
    const said = await refusal(await startAgent(identities()), file);
    expect(said).to.include("is encrypted").and.include("it has no keys, or is locked");
  });

  it("names key files whose type is not supported, and what to do", async () => {
    for (const type of [SK, CERT]) {
      const file = write("key.pub", `${type} ${blobOf(type).toString("base64")} me\n`);
      const said = await refusal(undefined, file);
      expect(said).to.include(`(${type})`).and.include("ssh-keygen -t ed25519");
    }
    const blob = blobOf(SK);
    const body = Buffer.concat([
      Buffer.from("openssh-key-v1\0"),
      text("none"),
      text("none"),
      text(""),
      Buffer.from([0, 0, 0, 1]),
      text(blob),
    ]);
    write(
      "id_ed25519_sk",
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----\n`,
    );
    expect(await refusal(undefined)).to.include("keys of security keys (sk-ssh-ed25519@openssh.com)");
  });

  it("says that a key is tried without its certificate", async () => {
    const file = write("key", MINE.private);
    write("key-cert.pub", `${CERT} AAAA me\n`);
    const found = await login(undefined, file);
    if (!found.ok) throw new Error(found.faults[0].message);
    expect(found.value.tried).to.deep.equal([
      `the key ${file}, but not with ${file}-cert.pub (certificates are not supported)`,
    ]);
  });

  describe("with key files of ssh's configuration", () => {
    const OTHER = newKeyPair();
    const otherBlob = Buffer.from(OTHER.public.split(" ")[1] ?? "", "base64");

    /** The methods, and the keys that the agent offers, by their place in it. */
    async function ways(server: Record<string, unknown>, ...inAgent: readonly Buffer[]): Promise<string[]> {
      const socket = await startAgent(identities(...inAgent));
      const found = await findLogin("web1", { ...CONNECTION, ...server }, { name: "me", home, agent: socket });
      if (!found.ok) throw new Error(found.faults[0].message);
      return found.value.methods.flatMap((method) => {
        if (method.type !== "agent") return [method.type];
        const offered: string[] = [];
        method.agent.getIdentities((_, keys = []) =>
          offered.push(...keys.map((key) => `agent ${inAgent.findIndex((blob) => blob.equals(key.getPublicSSH()))}`)),
        );
        return offered;
      });
    }

    it("offers their keys in the agent first, the others unless IdentitiesOnly, and then the files", async () => {
      const file = write("mine.pub", `${MINE.public}\n`);
      const other = write("other", OTHER.private);
      expect(await ways({ identityFiles: [file] }, otherBlob, mineBlob)).to.deep.equal(["agent 1", "agent 0"]);
      agent?.close();
      const only = { identityFiles: [file, other], identitiesOnly: true };
      expect(await ways(only, otherBlob, mineBlob)).to.deep.equal(["agent 1", "publickey"]);
    });

    it("uses no agent if the configuration says so, and another one if it names it", async () => {
      const file = write("other", OTHER.private);
      expect(await ways({ identityFiles: [file], agent: "none" }, mineBlob)).to.deep.equal(["publickey"]);
    });

    it("tries a password after the files, or alone", async () => {
      const file = write("other", OTHER.private);
      const password = new Secret("x");
      expect(await ways({ identityFiles: [file], agent: "none", password }, mineBlob)).to.deep.equal(["publickey"]);
      agent?.close();
      expect(await ways({ password }, mineBlob)).to.deep.equal([]);
    });
  });
});
