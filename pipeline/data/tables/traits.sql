-- A trait of the dirty organisations (a column): the value that most documents give. Names need no such rule: given and
-- family names come with the fullest name.
UPDATE organisations SET {column} = (
  SELECT {column} FROM contributed_organisations said
  WHERE said.organisation_id = organisations.organisation_id AND {column} IS NOT NULL
  GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT 1
) WHERE organisation_id IN (SELECT entity_id FROM state_dirty_entities)
