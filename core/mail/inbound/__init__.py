"""Mails that arrived, from their bytes to what they became.

In reading order: `read_queue` (one reader at a time), `processing` (one mail, in one transaction), `senders`,
`reply_matching`, `authentication_results` and `facts` (what is known of it), `verdicts` (what is decided before its
rubric sees it), `attachments`, `delivery` (to its rubric), `recording`, `sender_confirmation`, `actions` (what people
decide), `expiry`.
"""
