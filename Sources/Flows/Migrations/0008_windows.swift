import Persistence

/// Finds what is under way in a run without a look at all that is done.
let migration0008 = Migration("flows/0008_windows") { _ in
  [
    "create index flow_step_open on flow_step (run, path) where state in ('running', 'waiting')",
    "create index flow_step_stop on flow_step (run) where kind = 'stop'",
  ]
}
