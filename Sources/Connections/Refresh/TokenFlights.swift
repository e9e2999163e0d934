/// Sees to it that one process refreshes a connection once at a time: whoever comes while it does gets the same result.
///
/// A flight isn't cancelled with the caller that began it, since others wait for it, and since a refresh that was sent
/// must be committed.
actor TokenFlights {
  private var flights: [ConnectionID: Task<RefreshResult, any Error>] = [:]

  /// Joins the flight of a connection, or begins it.
  func join(
    _ id: ConnectionID, _ fly: @escaping @Sendable () async throws -> RefreshResult
  ) async throws -> RefreshResult {
    if let flight = flights[id] { return try await flight.value }
    let flight = Task {
      defer { self.land(id) }
      return try await fly()
    }
    flights[id] = flight
    return try await flight.value
  }

  /// Returns once nothing is in the air; for a graceful stop.
  func wait() async {
    while let flight = flights.values.first { _ = try? await flight.value }
  }

  private func land(_ id: ConnectionID) {
    flights[id] = nil
  }
}

/// How a flight ended: go and read the token, or why there is none.
enum RefreshResult: Sendable, Equatable {
  case serve
  case fail(RefreshFailure)
}
