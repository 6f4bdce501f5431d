-- Stories are told one by one: what each was made from, and what lists need without reading it.
ALTER TABLE stories ADD COLUMN made TEXT;
ALTER TABLE stories ADD COLUMN title TEXT;
ALTER TABLE stories ADD COLUMN first TEXT;
ALTER TABLE stories ADD COLUMN last TEXT;
CREATE INDEX named_by_story ON named (story);
