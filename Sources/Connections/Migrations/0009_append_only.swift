import Persistence

/// The ways past the audit log's triggers: SQLite replaces a row without asking those for deletes, and PostgreSQL empties
/// a table without asking those for rows.
let migration0009 = Migration("connections/0009_append_only") { sql in
  switch sql {
  case .sqlite:
    [
      """
      create trigger connection_audit_no_replace before insert on connection_audit
      when exists (select 1 from connection_audit where id = new.id)
      begin select raise(abort, 'the audit log is append-only'); end
      """
    ]
  case .postgres:
    [
      """
      create trigger connection_audit_never_emptied before truncate on connection_audit
      for each statement execute function connection_audit_refuse()
      """
    ]
  }
}
