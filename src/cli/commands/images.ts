import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { ImageLock } from "../../inventory/sources/image-lock.ts";
import type { LoadedProject } from "../../inventory/load-project.ts";
import { isNonEmpty } from "../../model/non-empty.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { lockableImages, type LockableImage } from "../../plan/images.ts";
import { planProject } from "../../plan/plan-project.ts";
import { registryAccess } from "../../plan/registry-access.ts";
import { imageDigests } from "../connecting/image-digests.ts";
import { plainConnector } from "../connecting/connector.ts";
import { openTransports } from "../connecting/transports.ts";
import { pathInProject } from "../identity/playbook-path.ts";
import type { Io } from "../io.ts";
import { failedHosts } from "../last-run/starts.ts";
import { extraLayer } from "../project/extra-layer.ts";
import { changesOf, lockText, type LockChange } from "../project/lock-text.ts";
import { replaceText } from "../project/replace-text.ts";
import { secretCommands } from "../project/secret-command.ts";
import { loadWithSecrets } from "../project/secrets.ts";
import type { ImagesRequest } from "./images-request.ts";

const fault = faultsOf(cliErrors);

/** What the command found. */
export interface Locked {
  /** The changes and a conclusion, as lines. */
  readonly text: string;
  /** Whether the file differs from what the registries say; never after it was written. */
  readonly outdated: boolean;
}

/** Asks the registries, and writes the lock file unless the request only compares. */
export async function lockImages(request: ImagesRequest, io: Io, registry: ModuleRegistry): Promise<Outcome<Locked>> {
  const loaded = await load(request, io, registry);
  if (!loaded.ok) return loaded;
  const { plan } = planProject(loaded.value, { tags: [], skip: [] });
  const { images, faults } = lockableImages(loaded.value, plan);
  if (isNonEmpty(faults)) return { ok: false, faults };
  const connector = await plainConnector(request, io, loaded.value.settings);
  if (!connector.ok) return connector;
  const transports = openTransports(loaded.value, connector.value);
  const digests = await imageDigests(images, registryAccess(loaded.value, plan), transports).finally(() =>
    transports.close(),
  );
  return digests.ok ? compared(digests.value, loaded.value.imageLock, { request, io, images }) : digests;
}

async function load(request: ImagesRequest, io: Io, registry: ModuleRegistry): Promise<Outcome<LoadedProject>> {
  const { inventories, limit } = request;
  const failed = await failedHosts(request, io);
  if (!failed.ok) return failed;
  const readSecret = secretCommands(io);
  const extraVars = await extraLayer(request.extraVars, io, readSecret);
  if (!extraVars.ok) return extraVars;
  const playbooks = [await pathInProject(request.playbook, io.cwd)];
  const parts = {
    root: io.cwd,
    playbooks,
    inventories,
    registry,
    env: io.env,
    readSecret,
    limit,
    extraVars: extraVars.value,
  };
  return loadWithSecrets({ ...parts, failed: failed.value }, false, io);
}

interface Comparing {
  readonly request: ImagesRequest;
  readonly io: Io;
  readonly images: readonly LockableImage[];
}

async function compared(
  found: ReadonlyMap<string, string>,
  { path, name, digests }: ImageLock,
  { request, io, images }: Comparing,
): Promise<Outcome<Locked>> {
  if (images.length === 0) return bad(fault("cli/no-images", {}));
  const wanted = new Map([...(request.limit === undefined ? [] : (digests ?? [])), ...found]);
  const changes = changesOf(digests ?? new Map(), wanted);
  if (digests && changes.length === 0) return good({ text: `${name} is up to date.\n`, outdated: false });
  if (request.check) return good({ text: `${listed(changes)}${name} is out of date.\n`, outdated: true });
  const problem = await replaceText(path, lockText(wanted), io.randomId);
  if (problem !== undefined) return bad(notWritten(name, problem));
  return good({ text: `${listed(changes)}Wrote ${name}. Deploy with provision to use it.\n`, outdated: false });
}

const notWritten = (path: string, problem: string): Fault => fault("cli/lock-not-written", { path, problem });

function listed(changes: readonly LockChange[]): string {
  const width = Math.max(0, ...changes.map(({ image }) => image.length));
  return changes
    .map(({ sign, image, before, after }) => {
      const digest = before !== undefined && after !== undefined ? `${before} → ${after}` : (after ?? before ?? "");
      return `${sign} ${image.padEnd(width)}  ${digest}\n`;
    })
    .join("");
}
