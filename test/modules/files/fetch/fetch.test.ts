import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { Unknown } from "../../../../src/model/unknown.ts";
import { contentOfBytes, type ReceivedFile } from "../../../../src/module/content.ts";
import { fetch } from "../../../../src/modules/files/fetch/fetch.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, Target, withDefaults } from "../../lib/target.ts";

const HERE: ReceivedFile = { path: "/here/f", found: "absent", store: () => Promise.reject(new Error("unused")) };
const contentOf = (text: string) => contentOfBytes(Buffer.from(text), "f", text);

describe("modules/fetch", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  /** The file as the parts of it that the target sends, and its digest. */
  async function received(size: number) {
    const args = withDefaults(fetch, { src: target.path("it's"), dest: HERE });
    const bytes = Buffer.alloc(size, "0123456789");
    writeFileSync(args.src, bytes);
    const state = await target.probe(fetch, args);
    writeFileSync(args.src, "added\n", { flag: "a" });
    const { receives } = fetch.apply(args, [] as never, state);
    if (!receives) throw new Error("nothing is received");
    const parts: Buffer[] = [];
    for (let index = 0; index < receives.count; index++) {
      const { stdout } = await target.send(receives.part(index));
      parts.push(Buffer.from(stdout, "base64"));
      expect(parts.at(-1)?.length).to.equal(receives.sizeOf(index));
    }
    const digest = receives.digest && (await target.send(receives.digest)).stdout.split(" ")[0];
    return { bytes, got: Buffer.concat(parts), count: receives.count, digest };
  }

  for (const [size, count] of [
    [0, 0],
    [1_048_576, 1],
    [2_100_000, 3],
  ] as const) {
    it(`sends ${size} bytes in ${count} parts, without what is added meanwhile`, async () => {
      const sent = await received(size);
      expect(sent.count).to.equal(count);
      expect(sent.got.equals(sent.bytes)).to.equal(true);
      expect(sent.digest).to.equal(contentOfBytes(sent.bytes, "").sha256);
    });
  }

  it("compares digests, and shows both texts", async () => {
    const src = target.path("f");
    writeFileSync(src, "new\n");
    const decided = async (found: ReceivedFile["found"]) => {
      const args = withDefaults(fetch, { src, dest: { ...HERE, found } });
      return fetch.decide(args, await target.probe(fetch, args), NOTHING_PREDICTED);
    };
    expect((await decided(contentOf("new\n"))).changes).to.deep.equal([]);
    const [change] = (await decided(contentOf("old\n"))).changes;
    expect(change).to.deep.include({ resource: { kind: "controller-file", name: "/here/f" } });
    expect(change?.before).to.deep.include({ text: "old\n" });
    expect(change?.after).to.deep.include({ text: "new\n" });
  });

  it("says why nothing can be stored on the controller", async () => {
    const args = withDefaults(fetch, { src: target.path("f"), dest: { ...HERE, problem: "it is a folder" } });
    writeFileSync(args.src, "");
    expect((await target.faultOf(fetch, args))?.message).to.equal(
      "/here/f on this machine cannot be written: it is a folder.",
    );
  });

  it("fails before anything is sent if the file may not be read", () => {
    const { parse } = fetch.probe(withDefaults(fetch, { src: "/f", dest: HERE }));
    const state = parse(answered("unread yes\nparent directory\nstat 81a0:0:0:5:0:root:root\n"));
    expect(state.ok ? "" : state.faults[0].code).to.equal("modules/unreadable");
  });

  it("predicts from what earlier tasks would write", async () => {
    const src = target.path("f");
    const args = withDefaults(fetch, { src, dest: { ...HERE, found: contentOf("same\n") } });
    const state = await target.probe(fetch, args);
    const after = (text: string | Unknown) =>
      fetch.decide(
        args,
        state,
        predictedFrom([{ resource: { kind: "path", name: src }, after: { type: "file", text } }]),
      );
    expect(after("same\n").changes).to.deep.equal([]);
    expect(after("other\n").changes).to.have.length(1);
    expect(after(new Unknown("not run")).unpredictable).to.equal(`the content of ${src} is not known`);
    expect(fetch.decide(args, state, NOTHING_PREDICTED).fault).to.deep.include({ missing: true });
  });
});
