-- The aliases of dirty entities: those that documents give, with their most frequent kind, and the names that lost
-- against the fullest.
DELETE FROM aliases WHERE entity_id IN (SELECT entity_id FROM state_dirty_entities);
INSERT INTO aliases SELECT entity_id, alias, kind FROM (
  SELECT *, row_number() OVER (PARTITION BY entity_id, alias ORDER BY count(*) DESC, kind) AS place
  FROM contributed_aliases WHERE entity_id IN (SELECT entity_id FROM state_dirty_entities)
  GROUP BY entity_id, alias, kind
) WHERE place = 1;
INSERT OR IGNORE INTO aliases SELECT DISTINCT entity_id, said.name, 'variant'
FROM contributed_entities said JOIN entities USING (entity_id)
WHERE entity_id IN (SELECT entity_id FROM state_dirty_entities) AND said.name <> entities.name
