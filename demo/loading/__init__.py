"""From the texts to the database: `town` loads everything in one transaction, with one module for each rubric."""
