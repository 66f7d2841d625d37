import { expect } from "chai";
import { deathOf } from "../../src/connection/liveness.ts";

describe("connection/liveness", () => {
  let socket: { bytesRead: number; bytesWritten: number; writableLength: number };
  let isDead: () => boolean;
  let time: number;
  beforeEach(() => {
    time = 0;
    socket = { bytesRead: 0, bytesWritten: 0, writableLength: 0 };
    isDead = deathOf(socket);
  });

  /** Whether the peer lives after that many seconds; `happens` is called in each of them. The socket is looked at every 5 s. */
  function livesAfter(seconds: number, happens: (second: number) => void = () => undefined): boolean {
    for (let second = 1; second <= seconds; second++) {
      happens(second);
      time += 1;
      if (time % 5 === 0 && isDead()) return false;
    }
    return true;
  }

  it("takes a silent peer for dead within 20 s", () => {
    expect(livesAfter(14)).to.equal(true);
    expect(livesAfter(6)).to.equal(false);
  });

  it("counts bytes that arrive as life, as seldom as every 14 s", () => {
    expect(livesAfter(600, (second) => (socket.bytesRead += second % 14 === 0 ? 1 : 0))).to.equal(true);
    expect(livesAfter(20)).to.equal(false);
  });

  it("counts bytes that a full send buffer passes on as life", () => {
    socket.bytesWritten = 6_000_000;
    socket.writableLength = 5_000_000;
    expect(livesAfter(48, () => (socket.writableLength -= 100_000))).to.equal(true);
    expect(livesAfter(20)).to.equal(false);
  });

  it("does not count bytes that only enter the send buffer", () => {
    expect(livesAfter(20, () => (socket.bytesWritten += 1000))).to.equal(false);
  });

  it("does not count bytes that wait in front of the send buffer", () => {
    const enqueue = () => {
      socket.bytesWritten += 1000;
      socket.writableLength += 1000;
    };
    expect(livesAfter(20, enqueue)).to.equal(false);
  });
});
