import Persistence

/// Which master key seals, and which keys every running server has: nothing is sealed with a key before all have it.
let migration0003 = Migration("connections/0003_keys") { sql in
  [
    "alter table connection_vault_check add column added_at \(sql.integer)",
    // Null until it seals; the latest one seals.
    "alter table connection_vault_check add column seals_since \(sql.integer)",
    "alter table connection_vault_check add column retired_at \(sql.integer)",
    "update connection_vault_check set added_at = 0, seals_since = 0",
    """
    create table connection_vault_server (
      id text primary key,
      name text not null,
      keys text not null,
      sealing text not null,
      seen_at \(sql.integer) not null
    ) \(sql.strict)
    """,
  ]
}
