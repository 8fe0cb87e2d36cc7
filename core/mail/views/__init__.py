"""Pages of the mail: the trial's mailbox, the mailboxes that are read, one message that arrived."""
