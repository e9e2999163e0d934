import Persistence

/// Whether a connection was ever found working. Those with a token were; of others nobody knows.
let migration0002 = Migration("connections/0002_untested") { sql in
  [
    "alter table connection_connection add column tested \(sql.integer) not null default 1 check (tested in (0, 1))",
    """
    update connection_connection set tested = 0, state_reason = 'it has not been tested yet'
    where state = 'healthy'
      and not exists (select 1 from connection_token t where t.connection = id and t.access is not null)
    """,
  ]
}
