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
