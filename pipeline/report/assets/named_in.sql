-- Releases that name the entity, with the place of the first mention and the number of mentions.
SELECT document_id, min(start), count(*) FROM mentions WHERE entity_id = :key
GROUP BY document_id ORDER BY natural_sort_key(document_id), document_id
