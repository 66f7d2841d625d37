import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import ssh2, { type AuthContext } from "ssh2";
import { openSsh } from "../../src/connection/ssh.ts";
import { Secret } from "../../src/model/secret.ts";
import { newKeyPair } from "./key-pair.ts";

const HOST_KEY = newKeyPair();

describe("connection/password", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-password-"));
    writeFileSync(join(folder, "key"), newKeyPair().private, { mode: 0o600 });
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Logs in at a server; returns the message of the fault, and the methods that the server was asked for. */
  async function login(answer: (context: AuthContext, tries: number) => void, keyFile?: string) {
    const asked: string[] = [];
    const server = new ssh2.Server({ hostKeys: [HOST_KEY.private] }, (client) => {
      client.on("authentication", (context) => {
        asked.push(context.method);
        answer(context, asked.length);
      });
      client.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(folder, "known_hosts"), `[127.0.0.1]:${port} ${HOST_KEY.public}\n`);
    const files = { privateKeyFile: keyFile, knownHostsFile: join(folder, "known_hosts") };
    const peer = { type: "ssh", address: "127.0.0.1", port, timeout: 5, user: "alice" } as const;
    try {
      const connection = { ...peer, ...files, password: new Secret("hunter22") };
      const opened = await openSsh("one", connection, { name: "me", home: folder, agent: undefined });
      if (opened.ok) opened.value.close();
      return { message: opened.ok ? undefined : opened.faults[0].message, asked };
    } finally {
      server.close();
    }
  }

  it("asks what the server offers, and sends a wrong password only once", async () => {
    const { message, asked } = await login((context) => context.reject(["password", "keyboard-interactive"]));
    expect(asked).to.deep.equal(["none", "password"]);
    expect(message).to.include("refuses the password of alice; it offers password, keyboard-interactive");
  });

  it("answers one hidden question of keyboard-interactive", async () => {
    const given: string[] = [];
    const { message } = await login((context) => {
      if (context.method !== "keyboard-interactive") context.reject(["keyboard-interactive"]);
      else
        context.prompt([{ prompt: "Password: ", echo: false }], (answers) => {
          given.push(...answers);
          context.accept();
        });
    });
    expect(message).to.equal(undefined);
    expect(given).to.deep.equal(["hunter22"]);
  });

  for (const prompts of [
    [{ prompt: "Verification code: ", echo: true }],
    [
      { prompt: "Password: ", echo: false },
      { prompt: "Verification code: ", echo: false },
    ],
  ]) {
    it(`does not answer ${prompts.map(({ prompt }) => prompt).join("")}`, async () => {
      const given: string[] = [];
      const { message } = await login((context) => {
        if (context.method !== "keyboard-interactive") context.reject(["keyboard-interactive"]);
        else
          context.prompt(prompts, (answers) => {
            given.push(...answers);
            context.reject(["keyboard-interactive"]);
          });
      });
      expect(given.join("")).to.equal("");
      expect(message).to.include("asks alice for more than a password").and.include("Verification code:");
    });
  }

  it("tries the key that is named first, and goes on if the server wants both", async () => {
    const { message, asked } = await login(
      (context) => {
        if (context.method === "password") context.accept();
        else context.reject(["password"], context.method === "publickey");
      },
      join(folder, "key"),
    );
    expect(message).to.equal(undefined);
    expect(asked).to.deep.equal(["publickey", "password"]);
  });

  it("says that the server takes no password", async () => {
    const { message } = await login((context) => context.reject(["publickey"]));
    expect(message).to.equal("one: the server does not take a password of alice, it offers publickey.");
  });
});
