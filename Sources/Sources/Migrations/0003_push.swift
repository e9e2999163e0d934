import Persistence

/// What services were asked to tell. A row outlives its source until the service was told that it is over.
let migration0003 = Migration("sources/0003_push") { sql in
  [
    """
    create table source_push (
      id text primary key,
      source text not null,
      team text not null,
      origin text not null,
      folder text not null,
      state text not null check (state in ('wanted', 'told', 'ending')),
      token_hash text not null unique,
      sealed \(sql.bytes) not null,
      remote text,
      ends_at \(sql.integer),
      due_at \(sql.integer),
      tries \(sql.integer) not null,
      problem text,
      heard_at \(sql.integer)
    ) \(sql.strict)
    """,
    "create index source_push_by_source on source_push (source)",
    "create index source_push_due on source_push (due_at) where due_at is not null",
  ]
}
