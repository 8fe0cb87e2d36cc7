"""The parts of an idea's page, a module each: a function of the reader and the idea, one statement at most."""
