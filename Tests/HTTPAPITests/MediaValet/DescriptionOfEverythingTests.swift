import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct DescriptionOfEverythingTests {
  @Test func theDescriptionNamesEveryRegisteredRouteAndNoOther() async throws {
    try await APIHarness.run(.sqlite) { api in
      let document = try await api.send(.get, "/openapi.json", as: .anonymous).json
      let paths = try #require(document?["paths"]?.objectValue)
      let described = Set(
        paths.flatMap { path, item in
          (item.objectValue ?? [:]).keys.map { "\($0.uppercased()) \(path)" }
        })
      #expect(described == Set(api.endpoints.map { "\($0.method.rawValue) \($0.path)" }))
      let components = try #require(document?["components"]?["schemas"]?.objectValue)
      let text = document?.serialized() ?? ""
      for reference in text.matches(of: /#\/components\/schemas\/([A-Za-z]+)/) {
        #expect(components[String(reference.1)] != nil, "\(reference.1)")
      }
    }
  }
}
