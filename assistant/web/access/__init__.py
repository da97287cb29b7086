"""Who may come in: accounts, the login, and what each role may do."""
