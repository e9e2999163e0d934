import Persistence

/// Bytes that runs of flows hold. Runs are named by id only: their tables belong to another room.
let migration0005 = Migration("library/0005_run_files") { sql in
  [
    """
    create table library_run_file (
      run text not null,
      hash text not null references library_blob (hash),
      size \(sql.integer) not null,
      held_at \(sql.integer) not null,
      primary key (run, hash)
    ) \(sql.strict)
    """,
    "create index library_run_file_of_hash on library_run_file (hash)",
  ]
}
