import Persistence

/// What starts flows: polls, listeners, and the calls that came in.
let migration0003 = Migration("flows/0003_triggers") { sql in
  [
    // As people write it, to tell whether a saved schedule is still the same one.
    "alter table flow_schedule add column rule text not null default ''",
    // How many ends of flows led to this run, one after the other.
    "alter table flow_run add column chain \(sql.integer) not null default 0",
    // Asked at next_at, or asleep when that is null; whoever asks counts up the fencing number.
    """
    create table flow_poll (
      flow text not null references flow_flow (id) on delete cascade, place \(sql.integer) not null,
      question text not null, cursor text, next_at \(sql.integer),
      fencing \(sql.integer) not null default 0, failures \(sql.integer) not null default 0, problem text,
      polled_at \(sql.integer), found_at \(sql.integer),
      primary key (flow, place)
    ) \(sql.strict)
    """,
    "create index flow_poll_next on flow_poll (next_at) where next_at is not null",
    // The events of the library, and the other flows, that a flow which is switched on reacts to.
    """
    create table flow_listener (
      flow text not null references flow_flow (id) on delete cascade,
      kind text not null check (kind in ('library', 'flow')), source text not null, detail text not null,
      since \(sql.integer) not null,
      primary key (flow, kind, source, detail)
    ) \(sql.strict)
    """,
    "create index flow_listener_source on flow_listener (kind, source)",
    """
    create table flow_event_position (
      source text primary key, position \(sql.integer) not null
    ) \(sql.strict)
    """,
    """
    create table flow_hook_secret (
      flow text not null references flow_flow (id) on delete cascade,
      name text not null check (name in ('secondary', 'verify')), sealed \(sql.bytes) not null,
      primary key (flow, name)
    ) \(sql.strict)
    """,
    """
    create table flow_webhook_call (
      id text primary key, flow text not null references flow_flow (id) on delete cascade, team text not null,
      received_at \(sql.integer) not null, method text not null, remote text,
      headers text not null, query text not null, body text, size \(sql.integer) not null, file text,
      outcome text not null check (outcome in ('accepted', 'repeated', 'ignored', 'answered', 'refused')),
      status \(sql.integer) not null, code text, reason text, runs text not null, replays text
    ) \(sql.strict)
    """,
    "create index flow_webhook_call_flow on flow_webhook_call (flow, received_at, id)",
    "create index flow_webhook_call_team on flow_webhook_call (team, received_at, id)",
  ]
}
