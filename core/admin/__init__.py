"""The base of every admin page: no models, and no AppConfig but the one that names the site.

`base` has PolicyAdmin (rights from policies, asked before anything is rendered) and ObjectAction (the buttons);
`optimistic_locking` refuses a form sent from an older page, `lists` an address that cannot be read; `inlines` are rows
below an object; `site` is the door, and `to_do` what waits for people on its first page. The site's own forms share
`core.web.stale_forms`.
"""
