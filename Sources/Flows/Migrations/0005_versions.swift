import Persistence

/// Drafts beside published versions, and where a version came from.
let migration0005 = Migration("flows/0005_versions") { sql in
  [
    // A flow that was never published has no version yet; its number is 1 all the same, the one it will get.
    "alter table flow_flow add column is_published \(sql.integer) not null default 1",
    "alter table flow_version add column note text",
    "alter table flow_version add column rolled_back_from \(sql.integer)",
    """
    create table flow_draft (
      flow text primary key references flow_flow (id) on delete cascade, document text not null,
      base \(sql.integer) not null check (base >= 0), revision \(sql.integer) not null check (revision >= 1),
      updated_at \(sql.integer) not null, updated_by text
    ) \(sql.strict)
    """,
  ]
}
