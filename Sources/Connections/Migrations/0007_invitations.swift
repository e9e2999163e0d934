import Persistence

/// Links by which somebody else connects, and consents that are waited for elsewhere.
let migration0007 = Migration("connections/0007_invitations") { sql in
  [
    """
    create table connection_invitation (
      token_hash text primary key,
      connection text not null references connection_connection (id) on delete cascade,
      person text not null,
      recipient text not null,
      created_at \(sql.integer) not null,
      expires_at \(sql.integer) not null,
      used_at \(sql.integer)
    ) \(sql.strict)
    """,
    "create index connection_invitation_of_connection on connection_invitation (connection)",
    "alter table connection_authorization add column invitation text",
    """
    create table connection_waiting (
      connection text primary key references connection_connection (id) on delete cascade,
      kind text not null check (kind in ('device', 'nextcloud')),
      attempt text not null,
      person text not null,
      invitation text,
      sealed \(sql.bytes) not null,
      shown text not null,
      interval_seconds \(sql.integer) not null,
      next_at \(sql.integer) not null,
      expires_at \(sql.integer) not null
    ) \(sql.strict)
    """,
  ]
}
