"""What a mail becomes here: an idea, or what its sender is expected to say about one."""
