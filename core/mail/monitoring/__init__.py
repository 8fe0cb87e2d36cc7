"""Monitor mail and tasks: `problems`, and `task_queues` for what waits in the queues."""
