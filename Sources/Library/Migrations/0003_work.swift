import Persistence

/// What goes on around assets: uploads, ingest, history, events, collections, links.
let migration0003 = Migration("library/0003_work") { sql in
  [
    """
    create table library_asset_version (
      asset text not null references library_asset (id) on delete cascade,
      number \(sql.integer) not null,
      at \(sql.integer) not null,
      author text not null references library_author (person),
      changes text not null,
      primary key (asset, number)
    ) \(sql.strict)
    """,
    """
    create table library_history (
      sequence \(sql.counter),
      id text not null unique,
      asset text not null references library_asset (id) on delete cascade,
      at \(sql.integer) not null,
      author text not null references library_author (person),
      type text not null,
      comment text not null
    ) \(sql.strict)
    """,
    "create index library_history_of_asset on library_history (asset, sequence)",
    // One row that every writer of events locks, so that events become visible in the order of their numbers.
    """
    create table library_event_clock (
      one \(sql.integer) primary key check (one = 1),
      last \(sql.integer) not null
    ) \(sql.strict)
    """,
    "insert into library_event_clock (one, last) values (1, 0)",
    """
    create table library_event (
      sequence \(sql.integer) primary key,
      id text not null unique,
      type text not null,
      at \(sql.integer) not null,
      data text not null
    ) \(sql.strict)
    """,
    """
    create table library_upload (
      id text primary key,
      media_file text not null,
      requested_by text not null,
      requested_at \(sql.integer) not null,
      expires_at \(sql.integer) not null,
      file_name text,
      title text,
      description text,
      size \(sql.integer),
      categories text not null,
      keywords text not null,
      attributes text not null,
      stage text not null,
      blocks text,
      received_size \(sql.integer),
      finished_at \(sql.integer)
    ) \(sql.strict)
    """,
    "create index library_upload_by_end on library_upload (expires_at)",
    """
    create table library_ingest (
      asset text primary key references library_asset (id) on delete cascade,
      attempts \(sql.integer) not null,
      due_at \(sql.integer) not null,
      fence \(sql.integer) not null
    ) \(sql.strict)
    """,
    "create index library_ingest_by_due on library_ingest (due_at)",
    """
    create table library_collection (
      id text primary key,
      owner text not null references library_author (person),
      name text not null,
      name_key \(sql.sortable) not null,
      description text not null,
      created_at \(sql.integer) not null,
      modified_at \(sql.integer) not null
    ) \(sql.strict)
    """,
    "create index library_collection_of_owner on library_collection (owner)",
    """
    create table library_collection_asset (
      collection text not null references library_collection (id) on delete cascade,
      asset text not null references library_asset (id) on delete cascade,
      position \(sql.integer) not null,
      primary key (collection, asset)
    ) \(sql.strict)
    """,
    "create index library_collection_of_asset on library_collection_asset (asset)",
    """
    create table library_collection_share (
      collection text not null references library_collection (id) on delete cascade,
      person text not null,
      permissions text not null,
      primary key (collection, person)
    ) \(sql.strict)
    """,
    "create index library_collection_share_of_person on library_collection_share (person)",
    """
    create table library_direct_link (
      id text primary key,
      asset text not null references library_asset (id) on delete cascade,
      name text not null,
      name_key \(sql.sortable) not null,
      size text not null,
      format text not null,
      options text not null,
      state text not null check (state in ('Active', 'Deactivated', 'Archived')),
      path text not null,
      created_at \(sql.integer) not null,
      created_by text not null references library_author (person),
      modified_at \(sql.integer) not null,
      views \(sql.integer) not null,
      bandwidth \(sql.integer) not null
    ) \(sql.strict)
    """,
    "create unique index library_direct_link_name on library_direct_link (asset, name_key)",
    """
    create table library_direct_link_visitor (
      link text not null references library_direct_link (id) on delete cascade,
      visitor text not null,
      primary key (link, visitor)
    ) \(sql.strict)
    """,
  ]
}
