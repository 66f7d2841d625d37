import { type Ask, field, listIn, textIn } from "./get-json.ts";

/** For how many milliseconds a task must be on no worker before it is ended. */
const PATIENCE_MS = 20_000;

/** Druid as the watchdog uses it. */
export interface Tasks {
  /** Asks the router. */
  readonly ask: Ask;
  /** Asks a worker, by its URL. */
  readonly askWorker: (url: string) => Promise<unknown>;
  /** Ends a task, so that its supervisor starts a new one. */
  readonly end: (id: string) => Promise<void>;
  readonly now: () => number;
  readonly print: (line: string) => void;
}

/**
 * Returns a function that ends tasks which the overlord lists as running although no worker has them, once it has found them twice.
 * It rejects if the overlord does not answer.
 */
export function lostTaskWatch({ ask, askWorker, end, now, print }: Tasks): () => Promise<void> {
  let since = new Map<string, number>();
  return async () => {
    const lost = await lostTasks(ask, askWorker);
    since = new Map(lost.map((id) => [id, since.get(id) ?? now()]));
    for (const [id, first] of since) {
      if (now() - first < PATIENCE_MS) continue;
      await end(id);
      print(`Ended the task ${id}, which is on no worker. Its supervisor starts a new one.`);
    }
  };
}

/** Queries the overlord before and after the workers, so that a task that has just begun or ended does not count as lost. */
async function lostTasks(ask: Ask, askWorker: Tasks["askWorker"]): Promise<readonly string[]> {
  const running = async () => listIn({ all: await ask("/druid/indexer/v1/runningTasks") }, "all");
  const before = await running();
  if (before.length === 0) return [];
  const own = await tasksByWorker(ask, askWorker);
  const earlier = before.map((task) => textIn(task, "id"));
  return (await running())
    .filter((task) => earlier.includes(textIn(task, "id")) && isLost(task, own))
    .map((task) => textIn(task, "id"));
}

/** The tasks of each worker by its host and port; undefined for one that does not answer. */
type Own = ReadonlyMap<string, readonly unknown[] | undefined>;

async function tasksByWorker(ask: Ask, askWorker: Tasks["askWorker"]): Promise<Own> {
  const workers = listIn({ all: await ask("/druid/indexer/v1/workers") }, "all");
  const lists = workers.map(async (worker): Promise<[string, readonly unknown[] | undefined]> => {
    const host = textIn(worker, "worker", "host");
    const url = `${textIn(worker, "worker", "scheme")}://${host}/druid/worker/v1/tasks`;
    const list = await askWorker(url).catch(() => undefined);
    return [host, Array.isArray(list) ? list : undefined];
  });
  return new Map(await Promise.all(lists));
}

/** A silent worker may have any task that is not known to be on another one. */
function isLost(task: unknown, own: Own): boolean {
  const lists = [...own.values()];
  if (lists.some((list) => list?.includes(textIn(task, "id")))) return false;
  const at = `${textIn(task, "location", "host")}:${String(field(task, "location", "port"))}`;
  return own.get(at) !== undefined || (!own.has(at) && !lists.includes(undefined));
}
