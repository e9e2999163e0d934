enum PersistenceSQLitePlaceholder {}
