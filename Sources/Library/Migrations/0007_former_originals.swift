import Persistence

/// The bytes that an asset had before its file was changed where it came from; kept with the asset's history.
let migration0007 = Migration("library/0007_former_originals") { sql in
  [
    """
    create table library_former_original (
      asset text not null references library_asset (id) on delete cascade,
      version \(sql.integer) not null,
      media_file text not null,
      file_name text not null,
      hash text not null references library_blob (hash),
      size \(sql.integer) not null,
      md5 text not null,
      uploaded_at \(sql.integer) not null,
      primary key (asset, version)
    ) \(sql.strict)
    """,
    "create index library_former_original_by_hash on library_former_original (hash)",
  ]
}
