/// Something that a flow which is switched on reacts to.
struct Listener: Sendable, Hashable {
  enum Kind: String, Sendable {
    case library
    case flow
  }

  let kind: Kind
  /// The type of library event, or the name or identifier of the other flow.
  let source: String
  /// How the other flow's run must have ended; empty for library events.
  let detail: String
}
