-- 1. Who spoke for which organisation, and when?
SELECT DISTINCT d.published, q.speaker_id, r.organisation_id
FROM quotes q
JOIN documents d ON d.document_id = q.document_id
JOIN roles r ON r.document_id = q.document_id AND r.person_id = q.speaker_id
WHERE r.organisation_id IS NOT NULL AND q.kind <> 'indirect'
ORDER BY d.published NULLS FIRST, q.speaker_id, r.organisation_id

-- 2. Which countries are named together?
SELECT a.country AS one, b.country AS other, count(*) AS releases
FROM document_countries a
JOIN document_countries b ON a.document_id = b.document_id AND a.country < b.country
GROUP BY a.country, b.country
ORDER BY releases DESC, one, other
LIMIT 5

-- 3. How often is each person quoted, and in how many words?
SELECT p.name, count(*) AS quotes, sum(length(q.text) - length(replace(q.text, ' ', '')) + 1) AS words
FROM quotes q
JOIN people p ON p.person_id = q.speaker_id
WHERE q.kind <> 'indirect'
GROUP BY p.name
ORDER BY quotes DESC, words DESC, p.name
LIMIT 5

-- 4. Who held which job title, from when to when?
SELECT p.name, r.role, min(d.published) AS first, max(d.published) AS last
FROM roles r
JOIN people p ON p.person_id = r.person_id
JOIN documents d ON d.document_id = r.document_id
WHERE r.status = 'current' AND r.country IS NOT NULL
GROUP BY p.name, r.role
ORDER BY p.name, r.role

-- 5. Which organisations are talked about, and in how many releases?
SELECT o.name, count(DISTINCT m.document_id) AS releases, count(*) AS mentions
FROM mentions m
JOIN organisations o ON o.organisation_id = m.entity_id
WHERE m.section = 'body'
GROUP BY o.organisation_id, o.name
ORDER BY mentions DESC, o.name
LIMIT 5

-- 6. What is announced for later?
SELECT x.earliest, x.text, d.document_id
FROM dates x
JOIN documents d ON d.document_id = x.document_id
WHERE x.earliest > d.published AND x.section = 'body'
ORDER BY x.earliest, d.document_id, x.start

-- 7. Which organisations have a person who speaks in which country?
SELECT r.country, o.name AS body, p.name AS person
FROM roles r
JOIN organisations o ON o.organisation_id = r.organisation_id
JOIN people p ON p.person_id = r.person_id
WHERE r.country IS NOT NULL
ORDER BY r.country, o.name, p.name

-- 8. What was repaired, and how sure is it?
SELECT written_as, read_as, count(*) AS repairs, count(DISTINCT document_id) AS releases,
       round(min(confidence), 2) AS least_sure
FROM repairs
WHERE kind = 'mojibake'
GROUP BY written_as, read_as
ORDER BY repairs DESC, written_as, read_as

-- 9. What should a person look at first?
SELECT document_id, sum(doubtful) AS doubtful_quotes, sum(finding) AS findings
FROM (
  SELECT document_id, 1 AS doubtful, 0 AS finding FROM quotes
  WHERE kind <> 'indirect' AND (confidence < 0.9 OR speaker_type = 'unknown')
  UNION ALL
  SELECT document_id, 0, 1 FROM findings
) AS open
GROUP BY document_id
ORDER BY sum(doubtful) + sum(finding) DESC, document_id

-- 10. How well is the corpus covered, month by month?
SELECT substr(d.published, 1, 7) AS month, count(*) AS releases, sum(d.words) AS words,
       sum(CASE WHEN d.document_id IN (SELECT document_id FROM quotes WHERE speaker_id IS NOT NULL) THEN 1 ELSE 0 END)
         AS with_speaker
FROM documents d
GROUP BY substr(d.published, 1, 7)
ORDER BY month NULLS FIRST

