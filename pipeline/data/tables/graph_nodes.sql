-- The nodes of the graph: entities that a release names, with the number of such releases.
SELECT entity_id, name, kind, count(*)
FROM entities JOIN (SELECT DISTINCT document_id, entity_id FROM mentions) USING (entity_id)
GROUP BY entity_id ORDER BY entity_id
