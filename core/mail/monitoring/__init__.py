"""What is wrong with the mail and the tasks, and who is told.

In reading order: `heartbeats`, `task_queues`, `problems` (what is wrong now), `advice` (what to do about it), `alarms`,
`fallback_delivery` (alarms through another server), `watch_loop`.
"""
