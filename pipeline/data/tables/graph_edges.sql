-- The edges of the graph: two entities that a release names, with the number of such releases.
WITH named AS (SELECT DISTINCT document_id, entity_id FROM mentions WHERE entity_id IS NOT NULL)
SELECT a.entity_id, b.entity_id, count(*) FROM named a JOIN named b USING (document_id)
WHERE a.entity_id < b.entity_id GROUP BY 1, 2 ORDER BY 1, 2
