import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Persistence
import Testing

/// What the database says is for the log: a caller sees the request id instead.
@Suite struct DatabaseFaultTests {
  @Test(arguments: [
    PersistenceError.statement(reason: "near \"selct\": syntax error in planted_table"),
    .refused(constraint: "planted_table.column"), .duplicate(constraint: "planted_table_key"),
    .brokenReference(constraint: "planted_table_fkey"), .unexpectedColumn("planted_table", expected: "planted_table"),
    .corrupt(reason: "planted_table"), .unavailable(reason: "planted_table"), .migration(reason: "planted_table"),
  ])
  func noCallerSeesWhatTheDatabaseSays(error: PersistenceError) async throws {
    let endpoint = TestEndpoints.endpoint(.get, "/broken") { _, _ in throw error }
    try await TestEndpoints.serve([endpoint]) { client in
      try await client.execute(
        uri: "/broken", method: .get, headers: [.named("X-Request-Id"): "request-0001"]
      ) { response in
        #expect(response.status.code >= 400)
        #expect(!response.text.contains("planted"), "\(response.text)")
        #expect(response.text.contains("request-0001"))
      }
    }
  }

  /// A process log, a notice or a batch says a message too.
  @Test func theMessageHoldsNoNameOfATable() {
    #expect(!PersistenceError.statement(reason: "planted").description.contains("planted"))
    #expect(String(reflecting: PersistenceError.statement(reason: "planted")).contains("planted"))
  }
}
