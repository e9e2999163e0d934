import Persistence

/// What one of several targets didn't take, while others did: it is told again until it listens.
let migration0009 = Migration("flows/0009_missed_notices") { sql in
  [
    """
    create table flow_notice_missed (
      target text not null references flow_notice_target (id) on delete cascade,
      flow text not null references flow_flow (id) on delete cascade,
      notice text not null, tries \(sql.integer) not null, due_at \(sql.integer) not null,
      primary key (target, flow)
    ) \(sql.strict)
    """,
    "create index flow_notice_missed_due on flow_notice_missed (due_at)",
  ]
}
