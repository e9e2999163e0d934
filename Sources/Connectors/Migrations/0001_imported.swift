import Persistence

/// Connectors that were imported into the deployment, as the text of their files.
let migration0001 = Migration("connectors/0001_imported") { sql in
  [
    """
    create table connector_imported (
      id text primary key,
      source text not null,
      definition text not null,
      imported_by text,
      imported_at \(sql.integer) not null
    ) \(sql.strict)
    """
  ]
}
