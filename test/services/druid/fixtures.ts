/** Answers recorded from Druid 33.0.0. */
export const stored = {
  type: "kafka",
  spec: {
    dataSchema: {
      dataSource: "raw",
      timestampSpec: { column: "ts", format: "millis", missingValue: null },
      dimensionsSpec: {
        dimensions: [
          { type: "string", name: "sensor", multiValueHandling: "SORTED_ARRAY", createBitmapIndex: true },
          { type: "long", name: "seq", multiValueHandling: "SORTED_ARRAY", createBitmapIndex: false },
        ],
        dimensionExclusions: ["__time", "ts"],
        includeAllDimensions: false,
        useSchemaDiscovery: false,
      },
      metricsSpec: [],
      granularitySpec: {
        type: "uniform",
        segmentGranularity: "HOUR",
        queryGranularity: { type: "none" },
        rollup: false,
        intervals: [],
      },
      transformSpec: { filter: null, transforms: [] },
    },
    ioConfig: {
      topic: "raw",
      topicPattern: null,
      inputFormat: { type: "json" },
      replicas: 1,
      taskCount: 1,
      taskDuration: "PT3600S",
      consumerProperties: { "bootstrap.servers": "127.0.0.1:29092", "isolation.level": "read_committed" },
      startDelay: "PT1S",
      period: "PT5S",
      useEarliestOffset: true,
      completionTimeout: "PT1800S",
    },
    tuningConfig: { type: "kafka", maxRowsInMemory: 10000, intermediatePersistPeriod: "PT10M" },
  },
  context: null,
  suspended: false,
};

/** The status of a supervisor whose task waits for offset 1000, which Kafka no longer has: Druid reports it as healthy. */
export const stuck = {
  id: "raw",
  generationTime: "2026-11-24T23:12:50.322Z",
  payload: {
    dataSource: "raw",
    activeTasks: [
      {
        id: "index_kafka_raw_8e33fea09b758e0_gkpkofdo",
        startingOffsets: { "1": 1000, "0": 0 },
        startTime: "2026-11-24T23:12:33.143Z",
        type: "ACTIVE",
        currentOffsets: { "1": 1000, "0": 430 },
        lag: { "1": 570, "0": 0 },
      },
    ],
    publishingTasks: [],
    latestOffsets: { "1": 1570, "0": 430 },
    aggregateLag: 570,
    suspended: false,
    healthy: true,
    state: "RUNNING",
    detailedState: "RUNNING",
    recentErrors: [],
  },
};

/** The status of a supervisor whose task has not reported its offsets yet. */
export const fresh = {
  ...stuck,
  payload: {
    suspended: false,
    healthy: true,
    state: "RUNNING",
    detailedState: "RUNNING",
    aggregateLag: 0,
    publishingTasks: [{ id: "p", currentOffsets: { "1": 1 } }],
    activeTasks: [
      { startingOffsets: { "1": 1000, "0": 0 }, startTime: "2026-11-24T23:12:33.143Z", currentOffsets: {} },
    ],
    recentErrors: [{ exceptionClass: "a.B", message: "first" }, { exceptionMessage: "second" }],
  },
};

export const sqlError = {
  error: "druidException",
  errorCode: "invalidInput",
  errorMessage: "Object 'absent' not found (line [1], column [15])",
};
