-- Entities that may be the same as the entity, and why.
SELECT iif(entity_a = :key, entity_b, entity_a), why FROM candidates
WHERE entity_a = :key OR entity_b = :key ORDER BY entity_a <> :key, 1
