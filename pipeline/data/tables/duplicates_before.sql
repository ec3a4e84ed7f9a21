-- The first releases of a bucket, of those that come before a release.
SELECT came, document_id FROM state_buckets WHERE band = ? AND key = ? AND (came, document_id) < (?, ?)
ORDER BY came, document_id LIMIT ?
