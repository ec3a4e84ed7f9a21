-- What the store holds besides the tables of records.py, which sql.py creates before this is run: how the rows came
-- about (state_…), full-text search (search_…, releases), and the views of records.py. After any change here, raise
-- FORMAT in sql.py.

-- the source and fingerprint of each document
CREATE TABLE "state_documents" (
  "document_id" TEXT PRIMARY KEY REFERENCES "documents" ("document_id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  "source" TEXT NOT NULL, "fingerprint" TEXT NOT NULL
) STRICT;

-- files that a run has processed to their end
CREATE TABLE "state_sources" ("source" TEXT PRIMARY KEY, "fingerprint" TEXT NOT NULL) STRICT;

-- the repaired texts, and when the file in text/ was written (nanoseconds; 0: it was not)
CREATE TABLE "state_texts" (
  "document_id" TEXT PRIMARY KEY REFERENCES "documents" ("document_id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  "text" TEXT NOT NULL, "bytes" INTEGER NOT NULL, "written" INTEGER NOT NULL
) STRICT;

-- a checksum of all rows of each document, as they were stored
CREATE TABLE "state_checksums" (
  "document_id" TEXT PRIMARY KEY REFERENCES "documents" ("document_id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  "checksum" TEXT NOT NULL
) STRICT;

-- documents of the store that this one replaces, until the first run ends
CREATE TABLE "state_former" ("document_id" TEXT PRIMARY KEY, "source" TEXT NOT NULL) STRICT;

-- entities about which a document says something new, noted by triggers that sql.py creates
CREATE TABLE "state_dirty_entities" ("entity_id" TEXT PRIMARY KEY) STRICT;

-- files written from the present state of the store
CREATE TABLE "state_exports" ("path" TEXT PRIMARY KEY, "sha256" TEXT NOT NULL) STRICT;

-- the version of the code that made the corpus tables
CREATE TABLE "state_code" ("version" TEXT PRIMARY KEY) STRICT;

-- the signature of each release: a hash of its letters, hashes of its shingles and of those of its first words
CREATE TABLE "state_signatures" (
  "document_id" TEXT PRIMARY KEY REFERENCES "documents" ("document_id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  "letters" INTEGER NOT NULL, "shingles" BLOB NOT NULL, "lead" BLOB NOT NULL, "amended" INTEGER NOT NULL,
  "published" TEXT
) STRICT;

-- releases that share a bucket (band and key) may be similar; "came" sorts by date, then amended releases
-- after the others
CREATE TABLE "state_buckets" (
  "band" INTEGER NOT NULL, "key" INTEGER NOT NULL, "came" TEXT NOT NULL,
  "document_id" TEXT NOT NULL REFERENCES "documents" ("document_id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY ("band", "key", "came", "document_id")
) STRICT, WITHOUT ROWID;
CREATE INDEX "state_buckets_document" ON "state_buckets" ("document_id");

-- buckets to which releases were added, or from which they were removed, since the tables were last recomputed
CREATE TABLE "state_dirty_buckets" (
  "band" INTEGER NOT NULL, "key" INTEGER NOT NULL, "came" TEXT NOT NULL, "document_id" TEXT NOT NULL,
  PRIMARY KEY ("band", "key", "came", "document_id")
) STRICT, WITHOUT ROWID;
CREATE TRIGGER "bucket_in" AFTER INSERT ON "state_buckets" BEGIN
  INSERT OR IGNORE INTO "state_dirty_buckets" VALUES (NEW.band, NEW.key, NEW.came, NEW.document_id);
END;
CREATE TRIGGER "bucket_out" AFTER DELETE ON "state_buckets" BEGIN
  INSERT OR IGNORE INTO "state_dirty_buckets" VALUES (OLD.band, OLD.key, OLD.came, OLD.document_id);
END;

-- rows as they were before corrections changed them (JSON; "before" is null if there was none), and which corrections
CREATE TABLE "state_changes" (
  "n" INTEGER PRIMARY KEY, "table" TEXT NOT NULL, "key" TEXT NOT NULL, "before" TEXT NOT NULL
) STRICT;
CREATE TABLE "state_corrected" ("digest" TEXT PRIMARY KEY) STRICT;

-- Search: words, a phrase in quotation marks, AND, OR, NOT, word*; accents are ignored.
--   SELECT document_id, snippet(search_releases, 1, '[', ']', '…', 12)
--   FROM search_releases JOIN releases ON releases.id = search_releases.rowid
--   WHERE search_releases MATCH '"state of emergency" AND ministry' ORDER BY rank
-- Triggers keep it up to date. Each release has a number of its own, since FTS5 needs row numbers, and those of
-- SQLite may change.
CREATE TABLE "state_search" (
  "id" INTEGER PRIMARY KEY,
  "document_id" TEXT NOT NULL UNIQUE
    REFERENCES "documents" ("document_id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE VIEW "releases" AS
SELECT s.id, d.document_id, d.published, d.publisher, d.headline, t.text, d.url
FROM "state_search" s JOIN "documents" d USING (document_id) JOIN "state_texts" t USING (document_id);
CREATE VIRTUAL TABLE "search_releases" USING fts5(
  headline, text, content = 'releases', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER "search_in" AFTER INSERT ON "state_texts" BEGIN
  INSERT INTO "state_search" ("document_id") VALUES (NEW.document_id);
  INSERT INTO search_releases (rowid, headline, text)
  SELECT id, headline, text FROM releases WHERE document_id = NEW.document_id;
END;
CREATE TRIGGER "search_out" BEFORE DELETE ON "documents" BEGIN
  INSERT INTO search_releases (search_releases, rowid, headline, text)
  SELECT 'delete', id, headline, text FROM releases WHERE document_id = OLD.document_id;
END;
CREATE TRIGGER "search_before" BEFORE UPDATE OF "headline" ON "documents"
WHEN OLD.headline IS NOT NEW.headline BEGIN
  INSERT INTO search_releases (search_releases, rowid, headline, text)
  SELECT 'delete', id, headline, text FROM releases WHERE document_id = OLD.document_id;
END;
CREATE TRIGGER "search_after" AFTER UPDATE OF "headline" ON "documents"
WHEN OLD.headline IS NOT NEW.headline BEGIN
  INSERT INTO search_releases (rowid, headline, text)
  SELECT id, headline, text FROM releases WHERE document_id = NEW.document_id;
END;
-- all names of all entities
CREATE VIRTUAL TABLE "search_names" USING fts5(
  name, entity_id UNINDEXED, kind UNINDEXED, tokenize = "unicode61 remove_diacritics 2"
);

-- The views; records.py describes their columns.
CREATE VIEW "statements" AS
SELECT q.document_id, d.published, d.headline, e.name AS speaker,
       replace(replace(replace(replace(r.role, char(13), ' '), char(10), ' '), '  ', ' '), '  ', ' ') AS role,
       o.name AS organisation, q.kind, q.text, q.confidence, q.quote_id, q.group_id,
       coalesce(s.position, 1) AS position,
       coalesce(s.entity_id, q.speaker_id) AS speaker_id, o.organisation_id, q.start, q."end"
FROM quotes q
JOIN documents d ON d.document_id = q.document_id
LEFT JOIN quote_speakers s ON s.quote_id = q.quote_id
LEFT JOIN entities e ON e.entity_id = coalesce(s.entity_id, q.speaker_id)
LEFT JOIN roles r ON r.role_id = (
    SELECT h.role_id FROM roles h
    WHERE h.document_id = q.document_id AND h.person_id = e.entity_id AND h.status IN ('current', 'acting')
    ORDER BY h.organisation_id IS NULL, h.start, h.role_id LIMIT 1)
LEFT JOIN organisations o ON o.organisation_id = coalesce(r.organisation_id, e.entity_id);

CREATE VIEW "document_people" AS
SELECT document_id, person_id, count(*) AS mentions, min(start) AS first_start
FROM mentions JOIN people ON person_id = entity_id
GROUP BY document_id, person_id;

CREATE VIEW "document_organisations" AS
SELECT document_id, organisation_id, count(*) AS mentions, min(start) AS first_start
FROM mentions JOIN organisations ON organisation_id = entity_id
GROUP BY document_id, organisation_id;

CREATE VIEW "document_countries" AS
SELECT document_id, country, sum(label <> 'DEMONYM') AS mentions, sum(label = 'DEMONYM') AS demonyms,
       min(start) AS first_start
FROM mentions JOIN countries ON country = entity_id
GROUP BY document_id, country;
