"""Job titles of people: from the links of the reader to rows."""
