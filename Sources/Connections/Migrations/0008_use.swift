import Persistence

/// Who may use a connection in flows; nothing means everybody who may edit or run the team's flows.
let migration0008 = Migration("connections/0008_use") { _ in
  ["alter table connection_connection add column use_by text"]
}
