-- Feeds that are watched, the pages that they led to, the hosts that were asked. Moments are seconds since 1970.
CREATE TABLE feeds (
  address TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  due REAL NOT NULL,
  feed BLOB NOT NULL               -- zlib of the MessagePack subscription
) WITHOUT ROWID;
CREATE TABLE visits (
  key TEXT PRIMARY KEY,            -- what of its address names the page
  feed TEXT NOT NULL,
  host TEXT NOT NULL,
  state TEXT NOT NULL,
  due REAL,                        -- NULL: never again
  visit BLOB NOT NULL              -- zlib of the MessagePack visit
) WITHOUT ROWID;
CREATE INDEX visits_due ON visits (due) WHERE due IS NOT NULL;
CREATE INDEX visits_feed ON visits (feed);
CREATE TABLE hosts (host TEXT PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID;
