import { expect } from "chai";
import { wait_for_connection } from "../../../../src/modules/control/wait_for_connection/wait_for_connection.ts";

describe("modules/wait_for_connection", () => {
  it("asks for a connection within its time", () => {
    const args = { timeout: 60, delay: 5, sleep: 2, connect_timeout: 5 };
    expect(wait_for_connection.decide(args)).to.deep.include({ connects: { timeout: 60, delay: 5, every: 2 } });
  });
});
