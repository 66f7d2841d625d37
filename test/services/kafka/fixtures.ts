/** What a Kafka 4.4 broker has answered to a question about the topics `two` (it exists), `nope` (it does not) and `bad name`. */
export const recorded = Buffer.from(
  [
    "AAAAAAAAAAAAAAACAAAAAQAJMTI3LjAuMC4xAABxpP//AAAAAgAJMTI3LjAuMC4xAABxpv//ABZxVDkzTmRhYVRmU0poUkpXMGdjZzN3AAAAAgAA",
    "AAMAAAADdHdvAAAAAAMAAAAAAAAAAAABAAAAAgAAAAEAAAACAAAAAgAAAAEAAAACAAAAAAABAAAAAQAAAAIAAAACAAAAAQAAAAIAAAABAAAAAgAA",
    "AAAAAgAAAAEAAAACAAAAAQAAAAIAAAACAAAAAQAAAAIAAwAEbm9wZQAAAAAAABEACGJhZCBuYW1lAAAAAAA=",
  ].join(""),
  "base64",
);

/** The same with its length before it, as it goes over the wire. */
export const recordedFrame = Buffer.concat([
  Buffer.from([0, 0, recorded.length >> 8, recorded.length & 255]),
  recorded,
]);
