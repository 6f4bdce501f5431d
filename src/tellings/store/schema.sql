CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  identity TEXT NOT NULL,          -- fingerprint of all that the page is made of, but for days worked out from siblings
  page BLOB NOT NULL,              -- zlib of the MessagePack page, its text as it was read
  document BLOB,                   -- zlib of the MessagePack document; NULL where there is none
  failures BLOB                    -- MessagePack list of failures, NULL where there are none
);
CREATE TABLE IF NOT EXISTS layers (
  page INTEGER NOT NULL REFERENCES pages (seq) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  recipe TEXT NOT NULL,
  items BLOB NOT NULL,             -- zlib of the MessagePack items
  PRIMARY KEY (page, kind)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stories (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, story BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS names (seq INTEGER PRIMARY KEY, story TEXT NOT NULL UNIQUE, became TEXT);
CREATE TABLE IF NOT EXISTS named (
  document TEXT NOT NULL,
  part INTEGER NOT NULL,
  story TEXT NOT NULL,             -- the story that the article was last in
  PRIMARY KEY (document, part)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS corrections (number INTEGER PRIMARY KEY, correction BLOB NOT NULL);
