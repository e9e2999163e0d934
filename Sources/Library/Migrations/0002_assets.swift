import Persistence

/// Assets with all that hangs on them. `library_blob` has a row for every blob that something names, so that two who
/// share bytes can't lose them to one who deletes.
let migration0002 = Migration("library/0002_assets") { sql in
  [
    """
    create table library_blob (
      hash text primary key,
      removing_at \(sql.integer)
    ) \(sql.strict)
    """,
    """
    create table library_blob_candidate (
      hash text primary key
    ) \(sql.strict)
    """,
    """
    create table library_asset (
      id text primary key,
      media_file text not null,
      title text not null,
      title_key \(sql.sortable) not null,
      description text not null,
      description_key \(sql.sortable) not null,
      alt_text text not null,
      alt_text_key \(sql.sortable) not null,
      file_name text not null,
      file_name_key \(sql.sortable) not null,
      file_type_key \(sql.sortable) not null,
      status \(sql.integer) not null check (status in (0, 2, 5, 7, 9)),
      kind text not null check (kind in ('Image', 'Video', 'Audio', 'Adobe', 'Document', 'Other')),
      hash text not null references library_blob (hash),
      size \(sql.integer) not null,
      md5 text not null,
      mime_type text,
      format text,
      width \(sql.integer),
      height \(sql.integer),
      duration \(sql.real),
      frame_rate \(sql.real),
      bit_rate \(sql.integer),
      colour_space text,
      resolution \(sql.real),
      dominant_colour text,
      contradicts_name \(sql.integer) not null check (contradicts_name in (0, 1)),
      uploaded_at \(sql.integer) not null,
      created_at \(sql.integer) not null,
      created_by text not null references library_author (person),
      modified_at \(sql.integer) not null,
      modified_by text not null references library_author (person),
      pending_at \(sql.integer),
      approved_at \(sql.integer),
      rejected_at \(sql.integer),
      checked_out_at \(sql.integer),
      expires_at \(sql.integer),
      deleted_at \(sql.integer),
      deleted_by text references library_author (person),
      version \(sql.integer) not null,
      ingest_state text not null check (ingest_state in ('pending', 'done', 'failed')),
      ingest_problem text
    ) \(sql.strict)
    """,
    "create index library_asset_by_hash on library_asset (hash)",
    "create index library_asset_by_creation on library_asset (created_at, id) where deleted_at is null",
    "create index library_asset_by_change on library_asset (modified_at, id) where deleted_at is null",
    "create index library_asset_by_expiry on library_asset (expires_at) where expires_at is not null",
    """
    create table library_asset_category (
      asset text not null references library_asset (id) on delete cascade,
      category text not null references library_category (id),
      position \(sql.integer) not null,
      primary key (asset, category)
    ) \(sql.strict)
    """,
    "create index library_asset_of_category on library_asset_category (category, asset)",
    """
    create table library_asset_keyword (
      asset text not null references library_asset (id) on delete cascade,
      keyword text not null references library_keyword (id),
      position \(sql.integer) not null,
      primary key (asset, keyword)
    ) \(sql.strict)
    """,
    "create index library_asset_of_keyword on library_asset_keyword (keyword, asset)",
    """
    create table library_asset_attribute (
      asset text not null references library_asset (id) on delete cascade,
      attribute text not null references library_attribute (id) on delete cascade,
      value text not null,
      value_key \(sql.sortable) not null,
      number \(sql.real),
      primary key (asset, attribute)
    ) \(sql.strict)
    """,
    "create index library_asset_of_attribute on library_asset_attribute (attribute, asset)",
    """
    create table library_rendition (
      asset text not null references library_asset (id) on delete cascade,
      kind text not null,
      hash text not null references library_blob (hash),
      size \(sql.integer) not null,
      mime_type text not null,
      width \(sql.integer) not null,
      height \(sql.integer) not null,
      primary key (asset, kind)
    ) \(sql.strict)
    """,
    "create index library_rendition_by_hash on library_rendition (hash)",
    """
    create table library_embedded (
      asset text not null references library_asset (id) on delete cascade,
      position \(sql.integer) not null,
      family text not null,
      tag_group text not null,
      name text not null,
      value text not null,
      primary key (asset, position)
    ) \(sql.strict)
    """,
  ]
}
