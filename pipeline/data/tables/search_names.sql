-- The index for searching names of entities and their aliases.
DELETE FROM search_names;
INSERT INTO search_names (name, entity_id, kind) SELECT name, entity_id, kind FROM entities
UNION SELECT a.alias, a.entity_id, e.kind FROM aliases a JOIN entities e USING (entity_id)
