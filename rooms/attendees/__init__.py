"""Who comes to a booking and is told, what the services are asked for it, the reminder of the day before."""
