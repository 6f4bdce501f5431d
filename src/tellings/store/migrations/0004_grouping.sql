-- What puts a page that comes in beside those that are there: words by the articles that they say most of, pairs of articles
-- that may tell one story, and how many articles hold each word. Rows of articles that are gone are passed over.
CREATE TABLE unplaced (page INTEGER PRIMARY KEY REFERENCES pages (seq) ON DELETE CASCADE);
INSERT INTO unplaced SELECT seq FROM pages WHERE document IS NOT NULL;
CREATE TABLE traces (
  document TEXT NOT NULL,
  part INTEGER NOT NULL,
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  day TEXT,
  best REAL NOT NULL,              -- likeness of the nearest candidate
  usual REAL NOT NULL,             -- mean likeness of the candidates
  UNIQUE (document, part)
);
CREATE TABLE keywords (
  word INTEGER NOT NULL,           -- CRC-32 of the word
  trace INTEGER NOT NULL,
  weight REAL NOT NULL,
  PRIMARY KEY (word, trace)
) WITHOUT ROWID;
CREATE TABLE pairs (
  one INTEGER NOT NULL,
  other INTEGER NOT NULL,
  chance REAL NOT NULL,
  PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE TABLE frequencies (word TEXT PRIMARY KEY, articles INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE languages (language TEXT PRIMARY KEY, articles INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX names_by_became ON names (became);
CREATE INDEX articles_newer ON articles (newer) WHERE newer IS NOT NULL;
