import Persistence

/// Sources, their syncs, and every file that they know.
///
/// `source_file` may hold millions of rows: it is only ever read by identifiers, by what a folder holds, and by state
/// through partial indexes.
let migration0001 = Migration("sources/0001_sources") { sql in
  let sortable = sql == .sqlite ? "text" : "text collate \"C\""
  return [
    """
    create table source_source (
      id text primary key,
      team text not null,
      name text not null,
      name_key \(sortable) not null,
      origin text not null,
      rules text not null,
      is_active \(sql.integer) not null check (is_active in (0, 1)),
      owner text not null,
      created_at \(sql.integer) not null,
      changed_at \(sql.integer) not null,
      due_at \(sql.integer),
      retry_at \(sql.integer),
      sync \(sql.integer) not null,
      lists_anew \(sql.integer) not null check (lists_anew in (0, 1)),
      accepts_gone \(sql.integer) not null check (accepts_gone in (0, 1)),
      fence \(sql.integer) not null,
      leased_until \(sql.integer) not null
    ) \(sql.strict)
    """,
    "create unique index source_source_name on source_source (team, name_key)",
    "create index source_source_by_origin on source_source (origin)",
    """
    create table source_sync (
      source text not null references source_source (id) on delete cascade,
      number \(sql.integer) not null,
      kind text not null check (kind in ('full', 'changes', 'retry')),
      phase text not null,
      state text not null check (state in ('running', 'done', 'failed')),
      started_at \(sql.integer) not null,
      ended_at \(sql.integer),
      problem text,
      counts text not null,
      primary key (source, number)
    ) \(sql.strict)
    """,
    """
    create table source_cursor (
      source text not null references source_source (id) on delete cascade,
      folder text not null,
      position \(sql.integer) not null,
      cursor text not null,
      read_in \(sql.integer) not null,
      primary key (source, folder)
    ) \(sql.strict)
    """,
    """
    create table source_frontier (
      source text not null references source_source (id) on delete cascade,
      folder text not null,
      path text not null,
      depth \(sql.integer) not null,
      is_deep \(sql.integer) not null check (is_deep in (0, 1)),
      next text,
      primary key (source, folder)
    ) \(sql.strict)
    """,
    """
    create table source_file (
      source text not null references source_source (id) on delete cascade,
      remote \(sortable) not null,
      is_folder \(sql.integer) not null check (is_folder in (0, 1)),
      parent \(sortable),
      path \(sortable) not null,
      path_key \(sortable),
      name text not null,
      size \(sql.integer),
      modified_at \(sql.integer),
      version text,
      hashes text,
      mime text,
      page text,
      fields text,
      state text not null
        check (state in ('waiting', 'edit', 'held', 'parked', 'skipped', 'missing', 'gone')),
      asset text,
      content text,
      written text,
      tries \(sql.integer) not null,
      due_at \(sql.integer),
      problem text,
      seen \(sql.integer) not null,
      primary key (source, remote)
    ) \(sql.strict)
    """,
    "create index source_file_by_parent on source_file (source, parent)",
    "create index source_file_by_path on source_file (source, path)",
    // In lower case, for services that name what is gone like that; null where the path is in lower case itself.
    "create index source_file_by_path_key on source_file (source, path_key) where path_key is not null",
    """
    create index source_file_by_state on source_file (source, state, due_at)
      where state in ('waiting', 'edit', 'parked', 'missing')
    """,
    "create index source_file_found on source_file (source, size) where state = 'waiting' and content is null",
    "create index source_file_lost on source_file (source, content) where state in ('missing', 'gone')",
    """
    create table source_category (
      source text not null references source_source (id) on delete cascade,
      path \(sortable) not null,
      category text not null,
      name text not null,
      primary key (source, path)
    ) \(sql.strict)
    """,
  ]
}
