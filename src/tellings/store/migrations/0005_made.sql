-- Which articles were indexed by an older version, found without reading them all.
CREATE INDEX articles_by_made ON articles (made);
