/** What compose's resolved configuration says about running a service's containers. */
export interface ServiceSettings {
  /** How many containers the service has; 0: it is switched off. */
  readonly replicas: number;
  /** Whether its containers are meant to end: its restart policy says so, or another service waits for its completion. */
  readonly isJob: boolean;
}

export const DEFAULT_SETTINGS: ServiceSettings = { replicas: 1, isJob: false };

/** Reads the lines of compose's canonical YAML that the probe's sed program selects by their indentation. */
export function parseSettings(lines: readonly string[]): ReadonlyMap<string, ServiceSettings> {
  const settings = new Map<string, ServiceSettings>();
  const change = (service: string, changed: Partial<ServiceSettings>) =>
    settings.set(service, { ...(settings.get(service) ?? DEFAULT_SETTINGS), ...changed });
  const path: string[] = [];
  for (const line of lines) {
    const [, indent = "", name = "", value = ""] = /^( *)("[^"]*"|'[^']*'|[^:]*):(?: (.*))?$/.exec(line) ?? [];
    path.splice(indent.length / 2, Infinity, unquoted(name));
    const [section, service, key, inner] = path;
    if (section !== "services" || service === undefined) continue;
    change(service, ownSettings(path.slice(2).join("."), unquoted(value)));
    const isAwaited = key === "depends_on" && value === "service_completed_successfully";
    if (isAwaited && inner !== undefined) change(inner, { isJob: true });
  }
  return settings;
}

/** What a key of a service says about its settings. */
function ownSettings(key: string, value: string): Partial<ServiceSettings> {
  if (key === "restart" && /^(no$|on-failure)/.test(value)) return { isJob: true };
  return key === "scale" || key === "deploy.replicas" ? { replicas: Number(value) } : {};
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, "$2");
}
