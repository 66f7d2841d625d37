const escape = (text) => `${text}`.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const row = (cells, tag = "td") => `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join("")}</tr>`;
const table = (head, rows) => `<table>${row(head, "th")}${rows.map((cells) => row(cells)).join("")}</table>`;

const layout = (
  title,
  body,
) => `<!doctype html><meta charset="utf-8"><title>STAND-IN, not Kafdrop: ${escape(title)}</title>
<p>STAND-IN, not Kafdrop: its image could not be pulled. Brokers, topics and consumers are the cluster's own.</p>
${body}
`;

export function clusterPage({ summary, brokers, topics }) {
  const parts = [
    `<p>${summary.topicCount} topics, ${summary.partitionCount} partitions, ${summary.underReplicatedCount} under-replicated</p>`,
    table(
      ["Broker", "Host", "Port", "Controller"],
      brokers.map(({ id, host, port, controller }) => [id, host, port, controller]),
    ),
    table(
      ["Topic", "Partitions", "Available"],
      topics.map(({ name, partitions, availableSize }) => [name, partitions.length, availableSize]),
    ),
  ];
  return layout("cluster", parts.join("\n"));
}

export function topicPage({ name, partitions }) {
  const rows = partitions.map(({ id, firstOffset, size, leader, replicas, inSyncReplicas }) => [
    id,
    firstOffset,
    size,
    leader?.id ?? "none",
    replicas.map((replica) => replica.id).join(","),
    inSyncReplicas.map((replica) => replica.id).join(","),
  ]);
  const head = ["Partition", "First offset", "Size", "Leader", "Replicas", "In sync"];
  return layout(name, `<h1>${escape(name)}</h1>${table(head, rows)}`);
}
