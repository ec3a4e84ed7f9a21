-- Releases whose row of duplicates may have changed: those added or removed; if one of the first of a bucket was, all
-- of that bucket. A CROSS JOIN, so that SQLite looks up the changed buckets and does not scan all.
WITH changed AS (
  SELECT *, row_number() OVER (PARTITION BY band, key ORDER BY came, document_id) AS place FROM state_dirty_buckets
)
SELECT document_id FROM changed UNION
SELECT b.document_id FROM changed c CROSS JOIN state_buckets b USING (band, key)
WHERE c.place = 1 AND (
  SELECT count(*) FROM (
    SELECT 1 FROM state_buckets e
    WHERE e.band = c.band AND e.key = c.key AND (e.came, e.document_id) < (c.came, c.document_id) LIMIT :first
  )
) < :first ORDER BY 1
