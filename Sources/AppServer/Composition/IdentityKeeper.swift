import Identity
import ServiceLifecycle

/// Keeps identity tidy while the server runs: sessions and tokens that are over go, signing keys are renewed in time.
struct IdentityKeeper: Service {
  let identity: Identity

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      do { try await identity.keepTidy() } catch is CancellationError {}
    }
  }
}
