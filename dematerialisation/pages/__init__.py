"""The group, the pages that it writes, the site map, help and legal pages."""
