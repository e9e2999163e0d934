import Persistence

/// What the limits of flows and the budgets of connections need.
let migration0007 = Migration("flows/0007_limits") { sql in
  [
    // Claims walk from flow to flow, so that each gets its turn.
    "create index flow_run_due on flow_run (flow, ready_at, id) where ready_at is not null",
    "drop index flow_run_ready",
    // Set for runs of flows with limits alone: when it was let in, when the throttle lets it begin, what it waits for,
    // and its keys.
    "alter table flow_run add column admitted_at \(sql.integer)",
    "alter table flow_run add column starts_at \(sql.integer)",
    "alter table flow_run add column held_by text",
    "alter table flow_run add column limit_key text",
    "alter table flow_run add column debounce_key text",
    "create index flow_run_begun on flow_run (flow, limit_key) where admitted_at is not null and ended_at is null",
    "create index flow_run_held on flow_run (flow, held_by, created_at, id) where held_by is not null",
    "create index flow_run_starts on flow_run (flow, starts_at) where starts_at is not null",
    "create index flow_run_debounce on flow_run (flow, debounce_key, created_at, id) where debounce_key is not null",
    // One row for each flow with limits, locked by whoever lets a run in or ends one.
    """
    create table flow_gate (
      flow text primary key references flow_flow (id) on delete cascade
    ) \(sql.strict)
    """,
    // What is left of each connection's budget, and which processes hold which part of it.
    """
    create table flow_budget (
      connection text primary key, state text not null, updated_at \(sql.integer) not null
    ) \(sql.strict)
    """,
  ]
}
