import Persistence

/// What waits, sub-flows, pauses, reruns, answers to webhooks and the flows' own memory need.
let migration0002 = Migration("flows/0002_runs") { sql in
  [
    // A paused run stays "waiting", is never due, and remembers since when.
    "alter table flow_run add column paused_at \(sql.integer)",
    // The step of another run that waits for this one's end, or started it.
    "alter table flow_run add column parent_run text",
    "alter table flow_run add column parent_path text",
    "alter table flow_run add column depth \(sql.integer) not null default 0",
    "alter table flow_run add column rerun_of text",
    "alter table flow_run add column label text",
    // What a "respond" step gave.
    "alter table flow_run add column response text",
    // Proves that the address of a callback was made by this run.
    "alter table flow_run add column callback_key text",
    "create index flow_run_parent on flow_run (parent_run) where parent_run is not null",
    // What the machine keeps of a step beside its input and output.
    "alter table flow_step add column memo text",
    "create index flow_step_waits on flow_step (run, path) where kind = 'wait' and state = 'waiting'",
    """
    create table flow_signal (
      run text not null references flow_run (id) on delete cascade, path text not null, payload text not null,
      created_at \(sql.integer) not null,
      primary key (run, path)
    ) \(sql.strict)
    """,
    """
    create table flow_state (
      flow text not null references flow_flow (id) on delete cascade, key text not null, value text not null,
      updated_at \(sql.integer) not null, updated_by text,
      primary key (flow, key)
    ) \(sql.strict)
    """,
  ]
}
