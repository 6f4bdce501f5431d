-- What a library of schema 1 holds; run on such a library too, which may lack what was added to schema 1 late.
CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) WITHOUT ROWID;
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
-- What finds the copies of pages: keys of articles, copies by pair of pages, and the pages not gone through yet.
CREATE TABLE IF NOT EXISTS sketches (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  page INTEGER NOT NULL REFERENCES pages (seq) ON DELETE CASCADE,
  part INTEGER NOT NULL,
  outlet TEXT,
  prints INTEGER NOT NULL,         -- how many of the keys are word runs
  keys BLOB NOT NULL,              -- MessagePack list, so that the article's rows below can be taken out again
  UNIQUE (page, part)
);
CREATE TABLE IF NOT EXISTS keys (
  key INTEGER NOT NULL,
  sketch INTEGER NOT NULL,
  foot INTEGER NOT NULL,           -- whether the run of words stands at the article's foot
  PRIMARY KEY (key, sketch)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copies (
  origin INTEGER NOT NULL REFERENCES pages (seq) ON DELETE CASCADE,
  target INTEGER NOT NULL REFERENCES pages (seq) ON DELETE CASCADE,
  copies BLOB NOT NULL,            -- zlib of the MessagePack list; the documents' names are those of the pages
  PRIMARY KEY (origin, target)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS copies_by_target ON copies (target);
CREATE TABLE IF NOT EXISTS unsearched (page INTEGER PRIMARY KEY REFERENCES pages (seq) ON DELETE CASCADE);
CREATE TRIGGER IF NOT EXISTS page_came AFTER INSERT ON pages WHEN NEW.document IS NOT NULL
  BEGIN INSERT INTO unsearched SELECT NEW.seq WHERE NOT EXISTS (SELECT 1 FROM unsearched WHERE page = NEW.seq); END;
CREATE TRIGGER IF NOT EXISTS page_changed AFTER UPDATE OF document ON pages WHEN NEW.document IS NOT OLD.document
  BEGIN INSERT INTO unsearched SELECT NEW.seq WHERE NOT EXISTS (SELECT 1 FROM unsearched WHERE page = NEW.seq); END;
INSERT OR REPLACE INTO meta VALUES ('schema', '2');
