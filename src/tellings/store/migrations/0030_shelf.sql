-- Stories in short, for lists: a card a story, and which cards must be made anew. `turn` grows with every change.
CREATE TABLE shelf (
  story TEXT PRIMARY KEY,
  turn INTEGER NOT NULL,
  card BLOB                        -- zlib of the MessagePack card; NULL where the story is no more
) WITHOUT ROWID;
CREATE INDEX shelf_by_turn ON shelf (turn);
CREATE TABLE unshelved (story TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO unshelved SELECT id FROM stories;
CREATE TRIGGER story_came AFTER INSERT ON stories
  BEGIN INSERT INTO unshelved SELECT NEW.id WHERE NOT EXISTS (SELECT 1 FROM unshelved WHERE story = NEW.id); END;
CREATE TRIGGER story_changed AFTER UPDATE OF story ON stories
  BEGIN INSERT INTO unshelved SELECT NEW.id WHERE NOT EXISTS (SELECT 1 FROM unshelved WHERE story = NEW.id); END;
CREATE TRIGGER story_went AFTER DELETE ON stories
  BEGIN INSERT INTO unshelved SELECT OLD.id WHERE NOT EXISTS (SELECT 1 FROM unshelved WHERE story = OLD.id); END;
