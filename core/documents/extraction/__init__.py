"""Reading the text of a stored file, in a process that nothing else depends on."""
