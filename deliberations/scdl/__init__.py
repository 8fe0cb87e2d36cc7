"""The national open-data format of deliberations (SCDL 2.1.5), read as real files are."""
