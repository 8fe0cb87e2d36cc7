"""What the town holds, read from `demo/data/`: people, section, ideas, rooms, mails, software, manuals, council."""
