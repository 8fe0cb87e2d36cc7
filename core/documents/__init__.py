"""Stored files: inspected by content, never overwritten, served by right, their text extracted page by page.

Read in this order:
- `limits`: what is accepted; `refusals`: why another file is not; `inspection`: what a file is
- `storage` (the folders), `models`, `policies`
- `upload_handler`, `middleware`, `fields`: how files arrive; `actions`: staging, storing, erasing
- `metadata_removal`, `office_metadata`: files without what names their author
- `serving`: how they leave
- `extraction`, `text_extraction`, `tasks`: their text, and the end of what was never kept
"""
