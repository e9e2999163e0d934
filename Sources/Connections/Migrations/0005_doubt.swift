import Persistence

/// The refresh token before the newest one, and whether a refusal was doubted because another server may have been the
/// one that spent the token.
let migration0005 = Migration("connections/0005_doubt") { sql in
  [
    "alter table connection_token add column previous_refresh \(sql.bytes)",
    "alter table connection_token add column previous_generation \(sql.integer) not null default 0",
    "alter table connection_token add column is_doubted \(sql.integer) not null default 0 check (is_doubted in (0, 1))",
  ]
}
