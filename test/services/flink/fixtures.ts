/** Answers recorded from a JobManager of Flink 2.3.0, reduced to the fields that are read. */
const latest = {
  completed: {
    id: 9,
    is_savepoint: false,
    trigger_timestamp: 1795560915338,
    checkpoint_type: "CHECKPOINT",
    external_path: "file:/ckpt/cp/b9a33f093d5212e0417cc0f6c7639f7e/chk-9",
    discarded: true,
  },
  savepoint: {
    id: 10,
    is_savepoint: true,
    trigger_timestamp: 1795560917754,
    checkpoint_type: "SYNC_SAVEPOINT",
    external_path: "file:/ckpt/sp/savepoint-b9a33f-3a699aee0f50",
    discarded: false,
  },
  failed: null,
  restored: null,
};

/** The checkpoint statistics of a job that was stopped with a savepoint. */
export const stoppedStats = { counts: { restored: 0, total: 11, in_progress: 0, completed: 10, failed: 1 }, latest };

export const checkpointConfig = {
  mode: "exactly_once",
  interval: 3000,
  externalization: { enabled: true, delete_on_cancellation: false },
};

export const overview = {
  taskmanagers: 1,
  "slots-total": 3,
  "slots-available": 1,
  "jobs-running": 1,
  "flink-version": "2.3.0",
};

export const jobs = {
  jobs: [
    {
      jid: "b9a33f093d5212e0417cc0f6c7639f7e",
      name: "trial",
      "start-time": 1795560885297,
      "end-time": 1795560917849,
      state: "FINISHED",
      tasks: { running: 0, total: 3, finished: 3 },
    },
    {
      jid: "be2c3fe37f8be60633b901a20fcbf2fa",
      name: "trial",
      "start-time": 1795560925297,
      "end-time": -1,
      state: "RUNNING",
      tasks: { running: 3, total: 3, finished: 0 },
    },
  ],
};

export const detail = {
  jid: "be2c3fe37f8be60633b901a20fcbf2fa",
  now: 1795560995837,
  vertices: [
    { id: "a", slotSharingGroupId: "g", parallelism: 1 },
    { id: "b", slotSharingGroupId: "g", parallelism: 2 },
  ],
};

export const plan = {
  plan: { name: "trial", type: "STREAMING", nodes: [{ parallelism: 2 }, { parallelism: 1 }] },
};

export const config = {
  name: "trial",
  "execution-config": {
    "user-config": {
      "provision.run": '{"jar":"trial-e5a2ecd8c0b6.jar","args":["--odd","a \\"q\\" {b}: c"],"parallelism":2}',
    },
  },
};

/** The error answer to a plan request, shortened. */
export const refusal = {
  errors: [
    "Internal server error.",
    "<Exception on server side:\norg.apache.flink.client.program.ProgramInvocationException: The main method caused an error: Wrong arguments: --refuse is not known\n\tat org.apache.flink.client.program.PackagedProgram.callMainMethod(PackagedProgram.java:376)\nCaused by: java.lang.IllegalArgumentException: Wrong arguments: --refuse is not known\n\tat T.main(T.java:13)\n\t... 12 more\n\nEnd of exception on server side>",
  ],
};

export const noMain = {
  errors: [
    "Internal server error.",
    "<Exception on server side:\njava.util.concurrent.CompletionException: org.apache.flink.client.program.ProgramInvocationException: Neither a 'Main-Class', nor a 'program-class' entry was found in the jar file.\n\tat org.apache.flink.runtime.webmonitor.handlers.utils.JarHandlerUtils$JarHandlerContext.toPackagedProgram(JarHandlerUtils.java:204)\n",
  ],
};
