"""Content of a project's space. Everything points at its project, which says who may read it.

Words, titles and names of files are the members' own: the history holds none of them. In reading order: `base`,
`requests`, `notes`, `files`, `events` (dates and decisions), `threads`.
"""

from spaces.models.base import TEXT_LENGTH, TITLE_LENGTH, LastVisit
from spaces.models.events import PLACE_LENGTH, Decision, Event
from spaces.models.files import FOLDER_LENGTH, File, FileVersion, Folder
from spaces.models.notes import Note, NoteVersion, clean_body
from spaces.models.requests import REASON_LENGTH, Elimination, ProjectRequest
from spaces.models.threads import Message, Thread

__all__ = [
    "FOLDER_LENGTH",
    "PLACE_LENGTH",
    "REASON_LENGTH",
    "TEXT_LENGTH",
    "TITLE_LENGTH",
    "Decision",
    "Elimination",
    "Event",
    "File",
    "FileVersion",
    "Folder",
    "LastVisit",
    "Message",
    "Note",
    "NoteVersion",
    "ProjectRequest",
    "Thread",
    "clean_body",
]
