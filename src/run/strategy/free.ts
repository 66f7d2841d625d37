import type { Slots } from "../places/slots.ts";
import { Meetings } from "./meetings.ts";
import { contained, runSegments, type OnEach, type Shared } from "./segments.ts";

/** Each host goes through the whole play at its own pace, and runs its handlers on the way. */
export async function runFreely(shared: Shared, index: number, slots: Slots): Promise<void> {
  const hosts = shared.active();
  const meetings = new Meetings(
    hosts.map(({ run }) => run),
    slots,
  );
  await Promise.all(
    hosts.map(async (host) => {
      const { run } = host;
      let part = 0;
      const onEach: OnEach = async (work) => {
        const meeting = meetings.at(String((part += 1)));
        if (run.isActive()) await slots.use(() => contained({ ...host, meeting }, work));
      };
      const active = () => (run.isActive() ? [host] : []);
      await runSegments({ ...shared, runs: [run], active, onEach }, index);
      meetings.leave(run);
    }),
  );
}
