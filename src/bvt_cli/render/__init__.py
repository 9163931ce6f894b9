"""What a person or a program reads: tables, JSON, CSV, explanations, and the three languages."""
