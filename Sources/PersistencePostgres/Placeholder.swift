enum PersistencePostgresPlaceholder {}
