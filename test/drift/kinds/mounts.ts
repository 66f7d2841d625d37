import { onServer, type Kind } from "../drift.ts";
import { lookAtMount } from "./looks.ts";
import { MOUNTED, MOUNTED_FOLDERS } from "./targets.ts";

/** What services read through mounts. Their containers run with it only after a start. */
export const MOUNT_KINDS: readonly Kind[] = [
  {
    name: "mounted-file-edited-and-restarted",
    draw(random) {
      const file = random.pick(MOUNTED);
      const { host, part, path, service } = file;
      return onServer({
        ...{ host, part, what: `${path} edited, and ${service.container} restarted` },
        apply: `echo >>${path} && docker restart -t 20 ${service.container}`,
        look: lookAtMount(file),
      });
    },
  },
  {
    name: "mounted-file-edited-and-back",
    draw(random) {
      const file = random.pick(MOUNTED);
      const { host, part, path, service } = file;
      return onServer({
        ...{ host, part, what: `${path} edited, ${service.container} restarted, and the file put back` },
        // The time of change is compared in whole seconds.
        apply: `cp -a ${path} /root/drift-saved && echo >>${path} && docker restart -t 20 ${service.container} && sleep 1.1 && cp -a /root/drift-saved ${path} && rm /root/drift-saved`,
        look: lookAtMount(file),
      });
    },
  },
  {
    name: "mount-source-removed",
    draw(random) {
      const folder = random.pick(MOUNTED_FOLDERS);
      const { host, part, path } = folder;
      return onServer({
        ...{ host, part, what: `${path} removed` },
        apply: `rm -r ${path}`,
        look: lookAtMount(folder),
      });
    },
  },
];
