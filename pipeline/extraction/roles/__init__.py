"""Roles: from the reader's job titles and links to rows."""
