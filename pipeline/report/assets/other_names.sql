-- Aliases and acronyms; for countries, the code and the words that name them (“UK”).
SELECT entity_id, alias FROM aliases
UNION SELECT organisation_id, acronym FROM organisations WHERE acronym IS NOT NULL
UNION SELECT entity_id, text FROM mentions JOIN countries ON country = entity_id
UNION SELECT country, country FROM mentions JOIN countries ON country = entity_id
