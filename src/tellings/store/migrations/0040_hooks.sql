-- Who is told when stories change: webhooks with the turn of the shelf that they have been told of.
CREATE TABLE hooks (
  number INTEGER PRIMARY KEY,
  hook BLOB NOT NULL               -- MessagePack
);
