/** Converts Kafka's answers to what the pages and their JSON show. */

export function brokersOf({ brokers, controller }) {
  return brokers
    .map(({ nodeId, host, port }) => ({ id: nodeId, host, port, rack: null, controller: nodeId === controller }))
    .sort((a, b) => a.id - b.id);
}

/** `topic`: name and partitions of the metadata; `offsets`: partition, low and high; `config`: name to value. */
export function topicOf(topic, offsets, config) {
  const ends = new Map(
    offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]),
  );
  const partitions = topic.partitions
    .map((partition) => partitionOf(partition, ends.get(partition.partitionId)))
    .sort((a, b) => a.id - b.id);
  const sum = (size) => partitions.reduce((total, partition) => total + size(partition), 0);
  return {
    name: topic.name,
    partitions,
    config,
    totalSize: sum(({ size }) => size),
    availableSize: sum(({ size, firstOffset }) => size - firstOffset),
    preferredReplicaPercent: share(partitions, ({ leaderPreferred }) => leaderPreferred),
    underReplicatedPartitions: partitions.filter(({ underReplicated }) => underReplicated),
  };
}

function partitionOf({ partitionId, leader, replicas, isr, offlineReplicas = [] }, ends) {
  const ids = (list) => list.map((id) => ({ id }));
  return {
    id: partitionId,
    replicas: ids(replicas),
    leader: leader < 0 ? null : { id: leader },
    preferredLeader: { id: replicas[0] },
    leaderPreferred: leader === replicas[0],
    inSyncReplicas: ids([...isr].sort((a, b) => a - b)),
    offlineReplicas: ids(offlineReplicas),
    underReplicated: isr.length < replicas.length,
    size: ends?.high ?? -1,
    firstOffset: ends?.low ?? -1,
  };
}

const share = (things, test) => (things.length === 0 ? 0 : things.filter(test).length / things.length);

export function summaryOf(topics) {
  const partitions = topics.flatMap((topic) => topic.partitions);
  const preferred = countBy(partitions, ({ preferredLeader }) => preferredLeader.id);
  return {
    topicCount: topics.length,
    partitionCount: partitions.length,
    underReplicatedCount: partitions.filter(({ underReplicated }) => underReplicated).length,
    preferredReplicaPercent: share(partitions, ({ leaderPreferred }) => leaderPreferred),
    brokerLeaderPartitionCount: countBy(partitions, ({ leader }) => leader?.id),
    brokerPreferredLeaderPartitionCount: preferred,
    expectedBrokerIds: Object.keys(preferred).map(Number),
  };
}

function countBy(things, keyOf) {
  const counts = {};
  for (const key of things.map(keyOf)) if (key !== undefined) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** A consumer group's offsets and lag; `committed`: topics and their partitions' offsets, -1 without a commit. */
export function consumerOf(groupId, committed, topics) {
  const ends = new Map(
    topics.map(({ name, partitions }) => [name, new Map(partitions.map(({ id, size }) => [id, size]))]),
  );
  const known = committed.filter(({ topic }) => ends.has(topic));
  return {
    groupId,
    groupIdBase64: Buffer.from(groupId).toString("base64"),
    topics: known.map(({ topic, partitions }) => {
      const places = partitions
        .map(({ partition, offset }) => ({
          partitionId: partition,
          offset: Number(offset),
          size: ends.get(topic).get(partition) ?? 0,
        }))
        .filter(({ offset }) => offset >= 0)
        .map((place) => ({ ...place, lag: place.size - place.offset }));
      return { topic, lag: places.reduce((total, { lag }) => total + lag, 0), partitions: places };
    }),
  };
}
