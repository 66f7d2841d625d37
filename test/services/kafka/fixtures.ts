/** A Kafka 4.4 broker's metadata answer about the topics `two`, which exists, `nope`, which does not, and `bad name`. */
export const metadataAnswer = Buffer.from(
  [
    "AAAAAAAAAAAAAAACAAAAAQAJMTI3LjAuMC4xAABxpP//AAAAAgAJMTI3LjAuMC4xAABxpv//ABZxVDkzTmRhYVRmU0poUkpXMGdjZzN3AAAAAgAA",
    "AAMAAAADdHdvAAAAAAMAAAAAAAAAAAABAAAAAgAAAAEAAAACAAAAAgAAAAEAAAACAAAAAAABAAAAAQAAAAIAAAACAAAAAQAAAAIAAAABAAAAAgAA",
    "AAAAAgAAAAEAAAACAAAAAQAAAAIAAAACAAAAAQAAAAIAAwAEbm9wZQAAAAAAABEACGJhZCBuYW1lAAAAAAA=",
  ].join(""),
  "base64",
);

/** The same with its length prefix, as sent over the wire. */
export const metadataFrame = Buffer.concat([
  Buffer.from([0, 0, metadataAnswer.length >> 8, metadataAnswer.length & 255]),
  metadataAnswer,
]);
