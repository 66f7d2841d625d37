import { expect } from "chai";
import { mayComeBack, mayPass } from "../../../../src/run/task/waits/connection.ts";

const faultOf = (code: string) => ({ code, message: "", hint: "" });

describe("run/task/connection", () => {
  it("waits for a host that cannot be reached for a moment", () => {
    for (const code of [
      "connection/refused",
      "connection/no-answer",
      "connection/lost",
      "connection/closed",
      "shell/locked",
    ]) {
      expect(mayComeBack(faultOf(code)), code).to.equal(true);
    }
  });

  it("does not wait for a host that refuses the login, or whose key is wrong", () => {
    for (const code of [
      "connection/login-refused",
      "connection/password-refused",
      "connection/no-key",
      "connection/host-key-changed",
      "connection/no-agent",
      "shell/sudo-refused",
    ]) {
      expect(mayComeBack(faultOf(code)), code).to.equal(false);
    }
    expect(mayPass(faultOf("connection/login-refused"))).to.equal(true);
  });
});
