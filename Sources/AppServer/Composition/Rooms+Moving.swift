package import HTTPAPI

extension Rooms {
  /// Moves flows from one version of a connector to the next.
  package var mover: FlowMover { FlowMover(flows: flows, shelf: shelf) }
}
