import { takeDown } from "../down.ts";
import { locked } from "../machine/lock.ts";
import { timed } from "../progress.ts";
import type { Settings } from "../settings.ts";

export async function downCommand(settings: Settings, options: { cache: boolean }): Promise<number> {
  await timed("down", () => locked(settings.cache, () => takeDown(settings, options)));
  return 0;
}
