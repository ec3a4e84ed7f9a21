-- The people, organisations or countries of each release ({column} of the view document_{table}), in text order.
SELECT document_id, {column} FROM document_{table}
ORDER BY first_start, natural_sort_key(document_id), document_id, {column}
