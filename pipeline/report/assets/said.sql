-- Quotes of the entity, and quotes of people who hold a job title there according to the same release.
SELECT quote_id, document_id, start FROM quotes WHERE speaker_id = :key
UNION SELECT quote_id, document_id, q.start FROM quotes q JOIN quote_speakers USING (quote_id) WHERE entity_id = :key
UNION SELECT quote_id, document_id, q.start FROM quotes q JOIN roles USING (document_id)
WHERE speaker_id = person_id AND organisation_id = :key AND status IN ('current', 'acting')
ORDER BY document_id, start, quote_id
