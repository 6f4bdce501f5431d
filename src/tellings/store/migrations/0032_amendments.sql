-- What a person put right on pages and in comparisons, and the layers as they were before.
CREATE TABLE amendments (
  number INTEGER PRIMARY KEY,
  document TEXT,
  story TEXT,
  amendment BLOB NOT NULL          -- MessagePack
);
CREATE INDEX amendments_by_document ON amendments (document);
CREATE INDEX amendments_by_story ON amendments (story);
CREATE TABLE originals (
  document TEXT NOT NULL,
  kind TEXT NOT NULL,
  recipe TEXT NOT NULL,
  items BLOB NOT NULL,             -- zlib of the MessagePack items, as in `layers`
  PRIMARY KEY (document, kind)
) WITHOUT ROWID;
