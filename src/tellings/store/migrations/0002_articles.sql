-- What is searched and grouped: articles, their quotations, events and comments, each with its words in an index.
-- The indexes keep no text: a row is taken out by giving its words again, and a row whose article is gone is passed over.
CREATE TABLE articles (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  page INTEGER NOT NULL REFERENCES pages (seq) ON DELETE CASCADE,
  part INTEGER NOT NULL,
  title TEXT,
  source TEXT,                     -- what the page is called: outlet, host or file
  published TEXT,
  day TEXT,
  language TEXT,
  made INTEGER NOT NULL,           -- version of the words in the indexes
  newer TEXT,                      -- the document that is a newer reading of the page
  UNIQUE (page, part)
);
CREATE INDEX articles_by_day ON articles (day);
CREATE TABLE passages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL REFERENCES articles (seq) ON DELETE CASCADE,
  kind TEXT NOT NULL,              -- quotes, events or comments
  number INTEGER NOT NULL,         -- place in the layer of the document
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  speaker TEXT,
  type TEXT
);
CREATE INDEX passages_by_article ON passages (article);
CREATE TABLE vectors (
  article INTEGER PRIMARY KEY REFERENCES articles (seq) ON DELETE CASCADE,
  vector BLOB NOT NULL             -- little-endian float16
);
CREATE TABLE addresses (
  address TEXT NOT NULL,
  page INTEGER NOT NULL REFERENCES pages (seq) ON DELETE CASCADE,
  PRIMARY KEY (address, page)
) WITHOUT ROWID;
CREATE INDEX addresses_by_page ON addresses (page);
CREATE VIRTUAL TABLE page_words USING fts5 (
  title, body, people, places, speakers, types, source, lang,
  content = '', detail = full, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);
CREATE VIRTUAL TABLE quote_words USING fts5 (
  title, body, people, places, speakers, types, source, lang,
  content = '', detail = full, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);
CREATE VIRTUAL TABLE event_words USING fts5 (
  title, body, people, places, speakers, types, source, lang,
  content = '', detail = full, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);
CREATE VIRTUAL TABLE comment_words USING fts5 (
  title, body, people, places, speakers, types, source, lang,
  content = '', detail = full, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);
CREATE TABLE unindexed (page INTEGER PRIMARY KEY REFERENCES pages (seq) ON DELETE CASCADE);
INSERT INTO unindexed SELECT seq FROM pages WHERE document IS NOT NULL;
