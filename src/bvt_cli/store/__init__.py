"""What is kept: the SQLite register, and the YAML files of rates, rules and register documents."""
