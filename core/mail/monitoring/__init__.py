"""What is wrong with the mail and the tasks now: `problems`, and `task_queues` for what waits in the queues."""
