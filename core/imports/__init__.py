"""What every import shares: `headers` of tables in text, `text` as other programs write it, `views` of its steps."""
