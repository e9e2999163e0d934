import Persistence

/// Teams and people are named by id only: their tables belong to another room.
let migration0001 = Migration("connections/0001_connections") { sql in
  [
    """
    create table connection_vault_check (
      key_id text primary key,
      sealed \(sql.bytes) not null
    ) \(sql.strict)
    """,
    """
    create table connection_secret (
      owner text not null,
      name text not null,
      sealed \(sql.bytes) not null,
      changed_at \(sql.integer) not null,
      primary key (owner, name)
    ) \(sql.strict)
    """,
    """
    create table connection_integration (
      kind text not null,
      name text not null,
      client_id text,
      authorization_url text,
      token_url text,
      endpoint text,
      enabled \(sql.integer) not null check (enabled in (0, 1)),
      changed_by text,
      changed_at \(sql.integer) not null,
      version \(sql.integer) not null,
      primary key (kind, name)
    ) \(sql.strict)
    """,
    """
    create table connection_connection (
      id text primary key,
      team text not null,
      name text not null,
      name_key text not null,
      connector text not null,
      endpoint text not null,
      authentication text not null,
      headers text not null,
      settings text not null,
      active \(sql.integer) not null check (active in (0, 1)),
      state text not null check (
        state in ('incomplete', 'healthy', 'needs_reconnect', 'misconfigured', 'unavailable')),
      state_since \(sql.integer) not null,
      state_reason text,
      owner text not null,
      created_at \(sql.integer) not null,
      changed_at \(sql.integer) not null,
      last_used_at \(sql.integer),
      version \(sql.integer) not null,
      unique (team, name_key)
    ) \(sql.strict)
    """,
    """
    create table connection_token (
      connection text primary key references connection_connection (id) on delete cascade,
      generation \(sql.integer) not null,
      access \(sql.bytes),
      refresh \(sql.bytes),
      refresh_generation \(sql.integer) not null,
      expires_at \(sql.integer),
      scopes text,
      renewed_at \(sql.integer) not null,
      lease_holder text,
      lease_beat \(sql.integer) not null,
      fence \(sql.integer) not null,
      failures \(sql.integer) not null,
      cool_down_until \(sql.integer)
    ) \(sql.strict)
    """,
    "create index connection_token_by_expiry on connection_token (expires_at)",
    """
    create table connection_authorization (
      state_hash text primary key,
      connection text not null references connection_connection (id) on delete cascade,
      person text not null,
      browser_hash text not null,
      verifier \(sql.bytes) not null,
      redirect_uri text not null,
      created_at \(sql.integer) not null,
      expires_at \(sql.integer) not null
    ) \(sql.strict)
    """,
    "create index connection_authorization_by_expiry on connection_authorization (expires_at)",
    """
    create table connection_audit (
      id \(sql.counter),
      at \(sql.integer) not null,
      actor text,
      action text not null,
      subject text not null,
      subject_name text not null,
      details text not null
    ) \(sql.strict)
    """,
    "create index connection_audit_of_subject on connection_audit (subject, id)",
  ] + appendOnly("connection_audit", sql)
}

/// Makes the engine refuse to change or delete what was written.
private func appendOnly(_ table: String, _ sql: Dialect) -> [String] {
  switch sql {
  case .sqlite:
    ["update", "delete"].map { change in
      """
      create trigger \(table)_no_\(change) before \(change) on \(table)
      begin select raise(abort, 'the audit log is append-only'); end
      """
    }
  case .postgres:
    [
      """
      create function \(table)_refuse() returns trigger language plpgsql as
      $$ begin raise exception 'the audit log is append-only' using errcode = 'check_violation'; end $$
      """,
      """
      create trigger \(table)_append_only before update or delete on \(table)
      for each row execute function \(table)_refuse()
      """,
    ]
  }
}
