import Persistence

/// How people wrote documents: what JSON can't keep, their comments.
let migration0010 = Migration("flows/0010_sources") { sql in
  [
    """
    create table flow_source (
      flow text not null references flow_flow (id) on delete cascade, digest text not null, source text not null,
      kept_at \(sql.integer) not null,
      primary key (flow, digest)
    ) \(sql.strict)
    """,
    "create index flow_source_kept on flow_source (flow, kept_at)",
  ]
}
