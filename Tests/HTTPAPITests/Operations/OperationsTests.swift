import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Metrics
import TestSupport
import Testing

@Suite struct OperationsTests {
  private struct Broken: CodedError {
    var code: String { "broken" }
    var category: ErrorCategory { .unavailable }
    var message: String { "The database can't be reached: it sleeps." }
  }

  private func serve(
    _ checks: [ReadinessCheck], registry: PrometheusRegistry = PrometheusRegistry(),
    _ test: @Sendable (any TestClientProtocol) async throws -> Void
  ) async throws {
    let door = MetricsDoor(addresses: [], token: Secret("metrics"))
    let health = HealthEndpoints(checks: checks, registry: registry, effects: .test(), door: door)
    try await TestEndpoints.serve(health.endpoints, settings: .test(registry: registry), test)
  }

  @Test func readinessSaysWhichCheckFailsAndNamesNoHost() async throws {
    try await serve([ReadinessCheck("blobs") {}, ReadinessCheck("database") { throw Broken() }]) { client in
      try await client.execute(uri: "/readyz", method: .get) { response in
        #expect(response.status == .serviceUnavailable)
        #expect(response.json?["checks"]?["database"] == "broken")
        #expect(response.json?["checks"]?["blobs"] == "ok")
      }
      try await client.execute(uri: "/healthz", method: .get) { #expect($0.status == .ok) }
    }
  }

  @Test func readinessIsAnsweredWhenAllChecksPass() async throws {
    try await serve([ReadinessCheck("database") {}]) { client in
      try await client.execute(uri: "/readyz", method: .get) { response in
        #expect(response.status == .ok)
        #expect(response.json?["status"] == "ready")
      }
    }
  }

  @Test func requestsAreCountedByTemplateAndStatusClass() async throws {
    try await serve([]) { client in
      for _ in 0..<3 { try await client.execute(uri: "/healthz", method: .get) }
      try await client.execute(uri: "/nowhere", method: .get)
      try await client.execute(uri: "/metrics", method: .get, headers: [.authorization: "Bearer metrics"]) { response in
        #expect(response.headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
        #expect(response.text.contains("http_requests_total{method=\"GET\",route=\"/healthz\",status=\"2xx\"} 3\n"))
        #expect(response.text.contains("http_requests_total{method=\"GET\",route=\"unknown\",status=\"4xx\"} 1\n"))
        #expect(response.text.contains("http_request_duration_seconds_count{method=\"GET\",route=\"/healthz\""))
      }
    }
  }

  @Test func metricsAreWrittenAsPrometheusReadsThem() {
    let registry = PrometheusRegistry()
    Counter(label: "runs.done", dimensions: [("flow", "a \"b\"\\\n")], factory: registry).increment(by: 2)
    Gauge(label: "queue", factory: registry).record(4)
    let timer = Metrics.Timer(label: "step_seconds", factory: registry)
    timer.recordMilliseconds(3)
    timer.recordSeconds(120)
    let text = registry.text()
    #expect(text.contains("# TYPE runs_done counter\nruns_done{flow=\"a \\\"b\\\"\\\\\\n\"} 2\n"))
    #expect(text.contains("# TYPE queue gauge\nqueue 4\n"))
    #expect(text.contains("step_seconds_bucket{le=\"0.0025\"} 0\nstep_seconds_bucket{le=\"0.005\"} 1\n"))
    #expect(text.contains("step_seconds_bucket{le=\"60\"} 1\nstep_seconds_bucket{le=\"+Inf\"} 2\n"))
    #expect(text.contains("step_seconds_sum 120.003\nstep_seconds_count 2\n"))
  }
}
