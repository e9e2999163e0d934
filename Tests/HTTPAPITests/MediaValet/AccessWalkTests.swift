import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Identity
import TestSupport
import Testing

@Suite struct AccessWalkTests {
  /// Endpoints that say something else on purpose: the home document is open for browsers, signed addresses and
  /// features that are off answer 403 to everybody.
  private static let exceptions: Set<String> = [
    "getHome", "getMetrics", "putBlob", "getBlockList", "getMedia", "getDirectLinkContent", "getAttributeGroups",
  ]

  @Test(arguments: StoreEngine.tested, Caller.allCases)
  func everyRouteLetsInExactlyThoseWhoMay(engine: StoreEngine, caller: Caller) async throws {
    try await APIHarness.run(engine) { api in
      for endpoint in api.endpoints where !Self.exceptions.contains(endpoint.operationID) {
        let path = endpoint.path.replacing(/\{[^}]*\}/, with: "4b1f8d7e-0f5c-4d0a-9a43-0a5a5f0d7c11")
        let response = try await api.send(endpoint.method, path, as: caller)
        let expected = try self.expected(endpoint.access, for: caller, in: api)
        let comment: Comment =
          "\(endpoint.method) \(endpoint.path) as \(caller) answered \(response.status): \(response.text)"
        if let expected {
          #expect(response.status == expected, comment)
        } else {
          #expect(response.status != .unauthorized && response.status != .forbidden, comment)
          #expect(response.status.code < 500, comment)
        }
      }
    }
  }

  /// - Returns: `nil` for whoever is let in.
  private func expected(_ rule: AccessRule, for caller: Caller, in api: APIHarness) throws -> HTTPResponse.Status? {
    switch rule {
    case .anyone: return nil
    case .signedIn: return caller == .anonymous ? .unauthorized : nil
    case .permission(let permission, _):
      if caller == .anonymous { return .unauthorized }
      let isAllowed = Access.allows(permission, on: .library, as: try api.principal(caller))
      return isAllowed ? nil : .forbidden
    }
  }

  @Test(arguments: StoreEngine.tested)
  func beforeVersion12NotPermittedIs401(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      for (version, status) in [(nil, 401), ("1.0", 401), ("1.1", 401), ("1.2", 403), ("9", 401)] as [(String?, Int)] {
        let response = try await api.send(.post, "/categories", as: .read, json: ["treeName": "x"], version: version)
        #expect(response.status.code == status, "version \(version ?? "none")")
      }
    }
  }
}
