-- Who may use the library over the network, and what they did. Times are ISO 8601, UTC.
CREATE TABLE accounts (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  password TEXT NOT NULL,          -- salted scrypt hash with its parameters
  made TEXT NOT NULL,
  seen TEXT
) WITHOUT ROWID;
CREATE TABLE sign_ins (
  key TEXT PRIMARY KEY,            -- SHA-256 of what the browser holds
  name TEXT NOT NULL,              -- of an account, or "token"
  made TEXT NOT NULL,
  expires TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE audit (number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL);
CREATE TABLE saved (
  number INTEGER PRIMARY KEY,
  who TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  kind TEXT NOT NULL,
  made TEXT NOT NULL,
  seen TEXT NOT NULL
);
CREATE TABLE looks (who TEXT PRIMARY KEY, at TEXT NOT NULL, before TEXT NOT NULL) WITHOUT ROWID;
