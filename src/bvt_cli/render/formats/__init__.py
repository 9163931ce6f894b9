"""Files for payroll, ledger and bank: rows and a column map in, bytes out."""
