import Persistence

/// What the process log keeps beside the journal, for how long, and who is told of failures.
let migration0006 = Migration("flows/0006_history") { sql in
  [
    """
    create table flow_exchange (
      run text not null references flow_run (id) on delete cascade, path text not null,
      attempt \(sql.integer) not null, place \(sql.integer) not null, exchange text not null,
      primary key (run, path, attempt, place)
    ) \(sql.strict)
    """,
    // Outlives the run that it belongs to until its bytes are gone.
    """
    create table flow_payload (
      hash text not null, run text not null, bytes \(sql.integer) not null, created_at \(sql.integer) not null,
      primary key (hash, run)
    ) \(sql.strict)
    """,
    "create index flow_payload_run on flow_payload (run)",
    """
    create table flow_retention (
      flow text primary key references flow_flow (id) on delete cascade,
      days \(sql.integer) check (days >= 0), bytes \(sql.integer) check (bytes >= 0)
    ) \(sql.strict)
    """,
    // What the log of a run takes, once somebody has measured it.
    "alter table flow_run add column log_bytes \(sql.integer)",
    // Runs that others repeat stay with them.
    "create index flow_run_repeated on flow_run (rerun_of) where rerun_of is not null",
    "create index flow_run_unmeasured on flow_run (ended_at) where log_bytes is null and ended_at is not null",
    // When somebody took note of a failure. What failed before there were notices is nobody's news.
    "alter table flow_run add column noticed_at \(sql.integer)",
    "update flow_run set noticed_at = ended_at where state = 'failed'",
    "create index flow_run_unnoticed on flow_run (ended_at) where state = 'failed' and noticed_at is null",
    """
    create table flow_notice_target (
      id text primary key, team text not null, flow text references flow_flow (id) on delete cascade,
      kind text not null check (kind in ('email', 'webhook', 'slack')), address \(sql.bytes) not null,
      secret \(sql.bytes), shown text not null, window_seconds \(sql.integer) not null check (window_seconds >= 0),
      tells_recovery \(sql.integer) not null check (tells_recovery in (0, 1)),
      created_at \(sql.integer) not null, created_by text
    ) \(sql.strict)
    """,
    "create index flow_notice_target_team on flow_notice_target (team, flow)",
    """
    create table flow_notice (
      flow text primary key references flow_flow (id) on delete cascade,
      failures \(sql.integer) not null, unsent \(sql.integer) not null, since \(sql.integer) not null,
      last_run text not null, last_at \(sql.integer) not null, last_path text not null, last_failure text not null,
      is_told \(sql.integer) not null, sent_at \(sql.integer), tries \(sql.integer) not null default 0,
      due_at \(sql.integer)
    ) \(sql.strict)
    """,
    "create index flow_notice_due on flow_notice (due_at) where due_at is not null",
  ]
}
