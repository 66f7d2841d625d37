import type { ImageChoice } from "../build/image-choice.ts";
import { inventoryFiles, bringUp } from "../up.ts";
import { locked } from "../machine/lock.ts";
import { report, timed } from "../progress.ts";
import type { Settings } from "../settings.ts";

export async function upCommand(
  settings: Settings,
  options: { hosts: readonly string[]; fresh: boolean; images: ImageChoice },
): Promise<number> {
  const order = { ...options, job: false, size: "hosts" } as const;
  await timed("up", () => locked(settings.cache, () => bringUp(settings, order)));
  report(
    `inventories: ${inventoryFiles(settings)
      .map((file) => `-i ${file}`)
      .join(" ")}`,
  );
  return 0;
}
