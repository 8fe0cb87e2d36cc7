"""Port-Mimosa's legal watch: thirty entries over two years, in every state."""

from core.people.models import Agent
from legalwatch.actions import announce_due
from legalwatch.models import Entry, LinkReport, Reading


def test_there_are_thirty_in_every_state(town):
    entries = Entry.objects.all()
    assert entries.count() == 30
    assert len(entries.published().years()) >= 2
    counts = [entries.drafts(), entries.scheduled(), entries.withdrawn(), LinkReport.objects.open()]
    assert [rows.count() for rows in counts] == [1, 2, 1, 2]
    assert entries.exclude(replaced_by=None).count() == 3
    assert entries.filter(replaced_by=None).exclude(outdated_reason="").exists()
    assert entries.exclude(document=None).count() >= 8
    savings = Entry.objects.savings()
    assert savings.copies > 100
    agent = Agent.objects.get(identifiant="agent")
    assert entries.to_read(agent).exists()
    assert Reading.objects.filter(agent=agent).exists()
    # Nobody is told of what they were told already.
    assert announce_due() == 0
