import Persistence

/// What people pin while they build a flow, and the documents of runs that try a single step.
let migration0004 = Migration("flows/0004_trials") { sql in
  [
    """
    create table flow_pin (
      flow text not null references flow_flow (id) on delete cascade, person text not null, step text not null,
      output text not null, pinned_at \(sql.integer) not null,
      primary key (flow, person, step)
    ) \(sql.strict)
    """,
    """
    create table flow_trial (
      run text primary key references flow_run (id) on delete cascade, document text not null
    ) \(sql.strict)
    """,
  ]
}
