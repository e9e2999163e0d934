import Core
import Egress
import Logging
import NIOCore

/// A live service that may talk to loopback, closed at the end.
func withOutbound(
  _ settings: OutboundSettings = .loopback, resolver: HostResolver? = nil,
  _ body: (Outbound) async throws -> Void
) async throws {
  let service = try OutboundService(settings: settings, resolver: resolver, logger: Logger(label: "test"))
  do {
    try await body(service.outbound)
  } catch {
    try await service.shutdown()
    throw error
  }
  try await service.shutdown()
}

extension OutboundSettings {
  /// Loopback is allowed, and time is short.
  static var loopback: OutboundSettings {
    OutboundSettings(
      rules: AddressRules(allowing: ["127.0.0.0/8"].compactMap { AllowedAddress($0) }), connectTimeout: .seconds(5),
      idleTimeout: .seconds(5), userAgent: "Weir/test")
  }
}

extension OutboundResponse {
  func text() async throws -> String {
    String(decoding: try await body.collect(upTo: 1 << 20), as: UTF8.self)
  }
}
