"""One booking: `forms`, `prefill` (what a link chose, and what is offered when the room is taken), `views`."""
