import Persistence

/// Publications, and every file that they put somewhere.
let migration0002 = Migration("sources/0002_publications") { sql in
  let sortable = sql == .sqlite ? "text" : "text collate \"C\""
  return [
    """
    create table source_publication (
      id text primary key,
      team text not null,
      name text not null,
      name_key \(sortable) not null,
      origin text not null,
      collection text not null,
      rules text not null,
      is_active \(sql.integer) not null check (is_active in (0, 1)),
      owner text not null,
      created_at \(sql.integer) not null,
      changed_at \(sql.integer) not null,
      due_at \(sql.integer),
      retry_at \(sql.integer),
      check_at \(sql.integer),
      seen text,
      state text check (state in ('running', 'done', 'failed')),
      started_at \(sql.integer),
      ended_at \(sql.integer),
      problem text,
      counts text,
      fence \(sql.integer) not null,
      leased_until \(sql.integer) not null
    ) \(sql.strict)
    """,
    "create unique index source_publication_name on source_publication (team, name_key)",
    "create index source_publication_by_origin on source_publication (origin)",
    """
    create table source_published_file (
      publication text not null references source_publication (id) on delete cascade,
      id text not null,
      asset text not null,
      is_current \(sql.integer) not null check (is_current in (0, 1)),
      state text not null check (state in ('waiting', 'sent', 'conflict', 'parked', 'unavailable', 'left')),
      file_name \(sortable) not null,
      wanted text,
      name text,
      named_for text,
      item text,
      mark text,
      content text,
      sending text,
      puts \(sql.integer) not null,
      tries \(sql.integer) not null,
      due_at \(sql.integer),
      problem text,
      is_forced \(sql.integer) not null check (is_forced in (0, 1)),
      primary key (publication, id)
    ) \(sql.strict)
    """,
    "create unique index source_published_file_of_asset on source_published_file (publication, asset) where is_current = 1",
    "create index source_published_file_by_state on source_published_file (publication, state, file_name)",
  ]
}
