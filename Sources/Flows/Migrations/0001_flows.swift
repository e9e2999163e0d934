import Persistence

/// Flows, their versions, what starts them, and the journal of their runs.
let migration0001 = Migration("flows/0001_flows") { sql in
  [
    """
    create table flow_flow (
      id text primary key, team text not null, name text not null, description text not null,
      version \(sql.integer) not null check (version >= 1), is_active \(sql.integer) not null check (is_active in (0, 1)),
      hook_hash text not null unique, hook_token \(sql.bytes) not null, hook_secret \(sql.bytes),
      created_at \(sql.integer) not null, created_by text, updated_at \(sql.integer) not null
    ) \(sql.strict)
    """,
    "create index flow_flow_team on flow_flow (team, name, id)",
    """
    create table flow_version (
      flow text not null references flow_flow (id) on delete cascade, number \(sql.integer) not null check (number >= 1),
      document text not null, created_at \(sql.integer) not null, created_by text,
      primary key (flow, number)
    ) \(sql.strict)
    """,
    """
    create table flow_schedule (
      flow text not null references flow_flow (id) on delete cascade, place \(sql.integer) not null,
      next_at \(sql.integer) not null,
      primary key (flow, place)
    ) \(sql.strict)
    """,
    "create index flow_schedule_next on flow_schedule (next_at)",
    // A run is due when ready_at has come: at once, at the end of a wait, or when its worker's lease lapses.
    """
    create table flow_run (
      id text primary key, flow text not null references flow_flow (id) on delete cascade, team text not null,
      version \(sql.integer) not null,
      state text not null check (state in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled')),
      trigger_kind text not null, trigger_data text not null, started_by text,
      created_at \(sql.integer) not null, started_at \(sql.integer), ended_at \(sql.integer),
      ready_at \(sql.integer), worker text, fencing \(sql.integer) not null default 0,
      cancels \(sql.integer) not null default 0, revision \(sql.integer) not null default 0,
      output text, failed_path text, failure text,
      check ((ended_at is null) = (state in ('queued', 'running', 'waiting'))),
      check ((ready_at is null) = (ended_at is not null)),
      foreign key (flow, version) references flow_version (flow, number)
    ) \(sql.strict)
    """,
    "create index flow_run_ready on flow_run (ready_at) where ready_at is not null",
    "create index flow_run_flow on flow_run (flow, created_at, id)",
    "create index flow_run_team on flow_run (team, created_at, id)",
    """
    create table flow_step (
      run text not null references flow_run (id) on delete cascade, path text not null, step text not null,
      kind text not null,
      state text not null check (state in ('running', 'waiting', 'succeeded', 'failed', 'cancelled')),
      attempt \(sql.integer) not null, failures \(sql.integer) not null, place \(sql.integer) not null,
      revision \(sql.integer) not null,
      input text, output text, failure text, wakes_at \(sql.integer),
      started_at \(sql.integer) not null, attempt_started_at \(sql.integer) not null, ended_at \(sql.integer),
      done \(sql.integer), total \(sql.integer),
      primary key (run, path)
    ) \(sql.strict)
    """,
    "create index flow_step_revision on flow_step (run, revision)",
    """
    create table flow_attempt (
      run text not null references flow_run (id) on delete cascade, path text not null, number \(sql.integer) not null,
      outcome text not null check (outcome in ('failed', 'interrupted')),
      started_at \(sql.integer) not null, ended_at \(sql.integer) not null, failure text,
      primary key (run, path, number)
    ) \(sql.strict)
    """,
    """
    create table flow_checkpoint (
      run text not null references flow_run (id) on delete cascade, path text not null, state text not null,
      primary key (run, path)
    ) \(sql.strict)
    """,
    """
    create table flow_event (
      flow text not null references flow_flow (id) on delete cascade, event text not null, run text not null,
      received_at \(sql.integer) not null,
      primary key (flow, event)
    ) \(sql.strict)
    """,
    "create index flow_event_received on flow_event (received_at)",
  ]
}
