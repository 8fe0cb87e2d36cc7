"""Series of bookings; no pages.

`plan` (each date, what stands in its way, what was chosen), `book`, `change`, `actions` (change, cancel, give,
end), then `other_rooms` (for dates that are not possible), `querysets`, `wording`, `notifications` and
`receivers`.
"""
