import Persistence

/// What happens to connections, who is told of it, what is to be given back at services, and of which team an entry of
/// the audit log is.
let migration0004 = Migration("connections/0004_events") { sql in
  [
    // Outlives its connection on purpose: what became of a deleted one is asked for, too.
    """
    create table connection_event (
      id \(sql.counter),
      connection text not null,
      team text not null,
      name text not null,
      connector text not null,
      kind text not null check (kind in ('connected', 'refreshed', 'failing', 'dead', 'recovered')),
      at \(sql.integer) not null,
      state text not null,
      reason text,
      is_sorted \(sql.integer) not null default 0 check (is_sorted in (0, 1))
    ) \(sql.strict)
    """,
    "create index connection_event_of on connection_event (connection, id)",
    "create index connection_event_unsorted on connection_event (id) where is_sorted = 0",
    "create index connection_event_by_age on connection_event (kind, at)",
    """
    create table connection_notice_target (
      id text primary key,
      team text not null,
      connection text references connection_connection (id) on delete cascade,
      kind text not null check (kind in ('email', 'webhook')),
      address \(sql.bytes) not null,
      secret \(sql.bytes),
      shown text not null,
      events text not null,
      window_seconds \(sql.integer) not null check (window_seconds >= 0),
      created_at \(sql.integer) not null,
      created_by text not null
    ) \(sql.strict)
    """,
    "create index connection_notice_target_of on connection_notice_target (team, connection)",
    // What one target is yet to be told of one connection: every event of its kinds after the last one told.
    """
    create table connection_notice (
      target text not null references connection_notice_target (id) on delete cascade,
      connection text not null,
      told \(sql.integer) not null,
      sent_at \(sql.integer),
      due_at \(sql.integer),
      tries \(sql.integer) not null,
      primary key (target, connection)
    ) \(sql.strict)
    """,
    "create index connection_notice_due on connection_notice (due_at) where due_at is not null",
    """
    create table connection_revocation (
      id text primary key,
      connection text not null,
      name text not null,
      team text not null,
      request text not null,
      sealed \(sql.bytes) not null,
      created_at \(sql.integer) not null,
      due_at \(sql.integer) not null,
      tries \(sql.integer) not null
    ) \(sql.strict)
    """,
    "create index connection_revocation_due on connection_revocation (due_at)",
    "alter table connection_audit add column team text",
    "create index connection_audit_of_team on connection_audit (team, id)",
  ]
}
