-- Headlines that at least five releases share which are no duplicates of each other, and how many do.
SELECT headline, count(*) AS releases FROM documents
WHERE headline IS NOT NULL AND document_id NOT IN (SELECT document_id FROM duplicates)
GROUP BY headline HAVING releases >= 5 ORDER BY releases DESC, headline LIMIT 10
