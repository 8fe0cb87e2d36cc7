"""What the rooms tell people, by cause; `rooms.notifications` registers the kinds."""
