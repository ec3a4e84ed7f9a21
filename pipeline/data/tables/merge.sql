-- The rows of a table of the corpus for dirty entities: for each key, that of the documents' rows whose name has the most
-- words (“Roe-Lund” has two, “Zed Mines -” too), then the most frequent one, and none if no document says anything.
DELETE FROM {table} WHERE {key} IN (SELECT entity_id FROM state_dirty_entities)
AND NOT EXISTS (SELECT 1 FROM {said} WHERE {said}.{key} = {table}.{key});
INSERT INTO {table} SELECT {columns} FROM (
  SELECT *, row_number() OVER (
    PARTITION BY {key} ORDER BY length(words) - length(replace(words, ' ', '')) DESC,
    times DESC, name = upper(name), name, alike DESC, {order}
  ) AS place FROM (
    SELECT *, count(*) AS alike, sum(count(*)) OVER (PARTITION BY {key}, name) AS times,
      trim(replace(replace(name, '-', ' '), '  ', ' '), ' –') AS words
    FROM {said} WHERE {key} IN (SELECT entity_id FROM state_dirty_entities) GROUP BY {columns}
  )
) WHERE place = 1 {changing}
