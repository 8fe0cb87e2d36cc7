"""The statements that write index rows, a whole batch each.

Documents are always locked before entries, so that the reading of a file and the change of what holds it wait for
each other in one order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from core.search.registry import Kind, Offer

NOBODY = Offer(title="", url="", readers=())

COLUMNS = 'kind, readers, "on", year, direction_id, changes_on, title, keywords, text, note, url'
# An array of arrays would be flattened: the words of a row travel joined, and none holds a line break.
GIVEN = """
    SELECT object_id, %(kind)s::text AS kind, string_to_array(readers, E'\\n') AS readers, "on",
           extract(year FROM "on")::smallint AS year, direction_id, changes_on, title, keywords, text, note, url
    FROM unnest(%(object_id)s::bigint[], %(readers)s::text[], %(on)s::date[], %(direction_id)s::bigint[],
                %(changes_on)s::date[], %(title)s::text[], %(keywords)s::text[], %(text)s::text[],
                %(note)s::text[], %(url)s::text[])
      AS given (object_id, readers, "on", direction_id, changes_on, title, keywords, text, note, url)
"""
LOCK_DOCUMENTS_HELD = """
    SELECT 1 FROM documents_document WHERE id IN (
        SELECT document_id FROM search_holding JOIN search_entry entry ON entry.id = entry_id
        WHERE content_type_id = %s AND object_id = ANY(%s) AND page_id IS NULL)
    ORDER BY id FOR SHARE
"""
LOCK = """
    SELECT object_id FROM search_entry WHERE content_type_id = %s AND object_id = ANY(%s) AND page_id IS NULL
    ORDER BY id FOR NO KEY UPDATE
"""
INSERT = f"""
    INSERT INTO search_entry (content_type_id, object_id, {COLUMNS}, vector)
    SELECT %(content_type)s, object_id, {COLUMNS}, search_vector(title, keywords, text, %(words)s) FROM ({GIVEN}) given
    ON CONFLICT (content_type_id, object_id) WHERE page_id IS NULL DO NOTHING
    RETURNING object_id
"""  # noqa: S608  (the names of this module's own columns)
NAMES = [name.strip() for name in COLUMNS.split(",")]
UPDATE = f"""
    UPDATE search_entry entry
    SET {", ".join(f"{name} = given.{name}" for name in NAMES)},
        vector = CASE WHEN (entry.title, entry.keywords, entry.text) = (given.title, given.keywords, given.text)
                 THEN entry.vector ELSE search_vector(given.title, given.keywords, given.text, %(words)s) END
    FROM ({GIVEN}) given
    WHERE entry.content_type_id = %(content_type)s AND entry.object_id = given.object_id
      AND entry.page_id IS NULL
      AND ({", ".join(f"entry.{name}" for name in NAMES)})
          IS DISTINCT FROM ({", ".join(f"given.{name}" for name in NAMES)})
"""  # noqa: S608  (the names of this module's own columns)
PAGE_NAMES = ["kind", "readers", '"on"', "year", "direction_id"]
# What a page's row repeats of its object's.
ALIGN_PAGES = f"""
    UPDATE search_entry paged
    SET {", ".join(f"{name} = main.{name}" for name in PAGE_NAMES)}
    FROM search_entry main
    WHERE main.id = ANY(%s) AND paged.main_id = main.id
      AND ({", ".join(f"paged.{name}" for name in PAGE_NAMES)})
          IS DISTINCT FROM ({", ".join(f"main.{name}" for name in PAGE_NAMES)})
"""  # noqa: S608  (the names of this module's own columns)
ADD_PAGES = f"""
    INSERT INTO search_entry (main_id, page_id, {", ".join(PAGE_NAMES)}, title, keywords, text, note, url, vector)
    SELECT main.id, page.id, {", ".join(f"main.{name}" for name in PAGE_NAMES)}, '', '', '', '', '',
           setweight(to_tsvector('public.french_plain', search_words(page.text)), 'C')
    FROM search_entry main
    JOIN search_holding holding ON holding.entry_id = main.id
    JOIN documents_pagetext page ON page.document_id = holding.document_id
    WHERE main.id = ANY(%s) AND page.text ~ '\\S'
    ON CONFLICT (main_id, page_id) WHERE NOT page_id IS NULL DO NOTHING
"""  # noqa: S608  (the names of this module's own columns)


def content_type_of(kind: Kind) -> int:
    return ContentType.objects.get_for_model(kind.model).pk


def lock_rows(kind: Kind, ids: Sequence[int]) -> set[int]:
    """Lock the rows of these objects until the transaction ends; which objects have one."""
    content_type = content_type_of(kind)
    with connection.cursor() as cursor:
        if kind.has_files:
            cursor.execute(LOCK_DOCUMENTS_HELD, [content_type, list(ids)])
        cursor.execute(LOCK, [content_type, list(ids)])
        return {object_id for (object_id,) in cursor.fetchall()}


def insert_rows(kind: Kind, offers: Mapping[int, Offer | None]) -> set[int]:
    """Add the rows of objects that have none; which were added (another transaction may have been quicker)."""
    if not offers:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(INSERT, _given(kind, offers))
        return {object_id for (object_id,) in cursor.fetchall()}


def update_rows(kind: Kind, offers: Mapping[int, Offer | None]) -> None:
    """Write locked rows again; those that would not change are left alone."""
    if offers:
        with connection.cursor() as cursor:
            cursor.execute(UPDATE, _given(kind, offers))


def _given(kind: Kind, offers: Mapping[int, Offer | None]) -> dict[str, Any]:
    rows = [(object_id, offer or NOBODY) for object_id, offer in sorted(offers.items())]
    return {
        "kind": kind.code,
        "words": kind.words,
        "content_type": content_type_of(kind),
        "object_id": [object_id for object_id, _ in rows],
        "readers": ["\n".join(sorted(set(offer.readers))) for _, offer in rows],
        "on": [offer.on for _, offer in rows],
        "direction_id": [offer.direction_id for _, offer in rows],
        "changes_on": [offer.changes_on for _, offer in rows],
        "title": [offer.title for _, offer in rows],
        "keywords": [offer.keywords for _, offer in rows],
        "text": [offer.text for _, offer in rows],
        "note": [offer.note for _, offer in rows],
        "url": [offer.url for _, offer in rows],
    }


def write_files(kind: Kind, offers: Mapping[int, Offer | None], *, are_new: bool = False) -> None:
    """The documents that these objects hold now, and a row for each of their pages."""
    # An object that holds one document twice shows it at the first of its addresses.
    urls: dict[tuple[int, int], str] = {}
    for object_id, offer in offers.items():
        for file in offer.files if offer else ():
            urls.setdefault((object_id, file.document_id), file.url)
    held = [(*holding, url) for holding, url in urls.items()]
    if held and not kind.has_files:
        raise ValueError(f"{kind.code} offers files and does not say has_files")
    if not offers or not kind.has_files or (are_new and not held):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM documents_document WHERE id = ANY(%s) ORDER BY id FOR SHARE",
            [[document_id for _, document_id, _ in held]],
        )
        cursor.execute(
            "SELECT object_id, id FROM search_entry"
            " WHERE content_type_id = %s AND object_id = ANY(%s) AND page_id IS NULL",
            [content_type_of(kind), list(offers)],
        )
        entries = dict(cursor.fetchall())
        given = {
            "entries": list(entries.values()),
            "entry": [entries[object_id] for object_id, _, _ in held],
            "document": [document_id for _, document_id, _ in held],
            "url": [url for _, _, url in held],
        }
        if not are_new:
            _drop_files(cursor, given)
        if held:
            cursor.execute(
                """
                INSERT INTO search_holding (entry_id, document_id, url)
                SELECT * FROM unnest(%(entry)s::bigint[], %(document)s::bigint[], %(url)s::text[])
                ON CONFLICT (entry_id, document_id) DO UPDATE SET url = EXCLUDED.url
                WHERE search_holding.url <> EXCLUDED.url
                """,
                given,
            )
            cursor.execute(ADD_PAGES, [sorted(set(given["entry"]))])
        if not are_new:
            cursor.execute(ALIGN_PAGES, [given["entries"]])


def _drop_files(cursor: Any, given: Mapping[str, Any]) -> None:
    """Forget the documents that are held no more, and their pages."""
    cursor.execute(
        """
        WITH dropped AS (
            DELETE FROM search_holding WHERE entry_id = ANY(%(entries)s) AND (entry_id, document_id) NOT IN (
                SELECT * FROM unnest(%(entry)s::bigint[], %(document)s::bigint[]))
            RETURNING entry_id, document_id)
        DELETE FROM search_entry paged USING dropped, documents_pagetext page
        WHERE paged.main_id = dropped.entry_id AND paged.page_id = page.id
          AND page.document_id = dropped.document_id
        """,
        given,
    )


def write_pages_of(document_id: int) -> None:
    """The rows of a document's pages, written again for each object that holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM documents_document WHERE id = %s FOR NO KEY UPDATE", [document_id])
        cursor.execute(
            "SELECT entry.id FROM search_entry entry JOIN search_holding ON entry_id = entry.id"
            " WHERE document_id = %s ORDER BY entry.id FOR NO KEY UPDATE OF entry",
            [document_id],
        )
        entries = [entry_id for (entry_id,) in cursor.fetchall()]
        if not entries:
            return
        cursor.execute(
            "DELETE FROM search_entry paged USING documents_pagetext page"
            " WHERE paged.main_id = ANY(%s) AND paged.page_id = page.id AND page.document_id = %s",
            [entries, document_id],
        )
        cursor.execute(ADD_PAGES, [entries])


def delete_objects(content_type: int, ids: Sequence[int]) -> None:
    """Remove everything that the index holds of these objects."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [content_type, list(ids)])
        cursor.execute(
            "SELECT id FROM search_entry WHERE content_type_id = %s AND object_id = ANY(%s) AND page_id IS NULL",
            [content_type, list(ids)],
        )
        entries = [entry_id for (entry_id,) in cursor.fetchall()]
        if entries:
            cursor.execute("DELETE FROM search_holding WHERE entry_id = ANY(%s)", [entries])
            cursor.execute("DELETE FROM search_entry WHERE main_id = ANY(%s)", [entries])
            cursor.execute("DELETE FROM search_entry WHERE id = ANY(%s)", [entries])
