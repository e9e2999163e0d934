import Persistence

/// Several applications of one service: one of them serves everybody who chose no other.
let migration0006 = Migration("connections/0006_applications") { sql in
  [
    "alter table connection_integration add column title text not null default ''",
    "alter table connection_integration add column fields text not null default '{}'",
    """
    alter table connection_integration
    add column is_default \(sql.integer) not null default 1 check (is_default in (0, 1))
    """,
    "create unique index connection_integration_default on connection_integration (kind) where is_default = 1",
    """
    create table connection_integration_team (
      kind text not null,
      team text not null,
      name text not null,
      primary key (kind, team),
      foreign key (kind, name) references connection_integration (kind, name) on delete cascade
    ) \(sql.strict)
    """,
  ]
}
