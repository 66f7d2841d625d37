import { expect } from "chai";
import { connectionFault } from "../../src/errors/catalogue/connection.ts";
import { PAUSES, refusalOf, retry, type Attempt, type Refusal } from "../../src/connection/retry.ts";

const fault = connectionFault("connection/refused", { host: "one", address: "one", port: 22 });
const refused = (refusal?: Refusal): Attempt<string> => ({ is: "failed", fault, refusal });

describe("connection/retry", () => {
  /** The outcome of these attempts (the last one repeats) within 10 s, each of which takes no time, and when they began. */
  async function tried(
    attempts: readonly Attempt<string>[],
    random = 0.5,
  ): Promise<{ made: Attempt<string>; at: number[] }> {
    let time = 0;
    const at: number[] = [];
    const attempt = () => {
      at.push(time);
      return Promise.resolve(attempts[at.length - 1] ?? attempts.at(-1) ?? refused());
    };
    const sleep = (milliseconds: number) => Promise.resolve((time += milliseconds));
    const made = await retry(attempt, { pauses: PAUSES, until: 10_000, now: () => time, sleep, random: () => random });
    return { made, at };
  }

  it("tries again with growing pauses while a server is busy, until the time is over", async () => {
    const { made, at } = await tried([refused("busy")]);
    expect(at).to.deep.equal([0, 200, 600, 1400, 3000, 6200]);
    expect(made.is === "failed" ? made.fault.details : []).to.deep.equal(["It was tried 6 times."]);
  });

  it("ends with the first attempt that succeeds or fails for good", async () => {
    const connected = { is: "connected", value: "yes" } as const;
    expect(await tried([refused("busy"), connected])).to.deep.equal({ made: connected, at: [0, 200] });
    expect((await tried([refused("busy"), refused()])).at).to.have.length(2);
    expect(await tried([refused()])).to.deep.equal({ made: refused(), at: [0] });
  });

  it("asks a server that has imposed a penalty a few times only", async () => {
    expect((await tried([refused("penalty")])).at).to.deep.equal([0, 2000, 6000]);
  });

  it("spreads the attempts of several hosts", async () => {
    expect((await tried([refused("busy")], 0)).at[1]).to.equal(100);
    expect((await tried([refused("busy")], 0.999)).at[1]).to.be.closeTo(300, 1);
  });

  it("recognizes sshd's penalty by its words", () => {
    expect(refusalOf("Not allowed at this time\r\n")).to.equal("penalty");
    for (const words of ["", "Exceeded MaxStartups\r\n"]) expect(refusalOf(words)).to.equal("busy");
  });
});
