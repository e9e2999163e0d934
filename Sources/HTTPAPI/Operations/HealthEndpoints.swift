package import Core
import HTTPTypes
import Hummingbird

/// For load balancers and those who watch: is the process alive, can it work, what has it done.
package struct HealthEndpoints: EndpointGroup {
  private let checks: [ReadinessCheck]
  private let registry: PrometheusRegistry
  private let effects: Effects
  private let door: MetricsDoor

  /// - Parameter door: who may read the metrics.
  package init(
    checks: [ReadinessCheck], registry: PrometheusRegistry, effects: Effects, door: MetricsDoor = .loopback
  ) {
    self.checks = checks
    self.registry = registry
    self.effects = effects
    self.door = door
  }

  package var endpoints: [Endpoint] {
    [
      endpoint("/healthz", id: "getHealth", "Tells that the process is alive", .json(.ok, "Alive", Self.shape)) {
        _, _ in
        .json(["status": "ok"])
      },
      endpoint(
        "/readyz", id: "getReadiness", "Tells whether everything it needs answers", .json(.ok, "Ready", Self.shape),
        .json(.serviceUnavailable, "Not ready; the checks say why", Self.shape)
      ) { _, _ in await readiness() },
      endpoint(
        "/metrics", id: "getMetrics",
        "Counts and durations, as Prometheus reads them; only for those the operator lists",
        .content(.ok, "The metrics", type: "text/plain; version=0.0.4")
      ) { request, context in
        // Through an unknown proxy everybody would come from this machine.
        try door.check(request, from: context.isObscured ? nil : context.remoteAddress)
        return .bytes(Array(registry.text().utf8), type: "text/plain; version=0.0.4; charset=utf-8")
      },
    ]
  }

  private static let shape = Shape.object([.required("status", .string), .optional("checks", .map(.string))])

  private func endpoint(
    _ path: String, id: String, _ summary: String, _ responses: ResponseShape..., handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      .get, path, id: id, summary: summary, tag: "Operations", surface: .operations, access: .anyone,
      responses: responses, handler: handler)
  }

  private func readiness() async -> Response {
    let verdicts = await withTaskGroup { group in
      for check in checks {
        group.addTask { (check.name, await check.verdict(within: .seconds(3), effects)) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    let isReady = verdicts.values.allSatisfy { $0 == "ok" }
    let sorted = JSONObject(verdicts.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) })
    return .json(
      ["status": isReady ? "ready" : "not ready", "checks": .object(sorted)],
      status: isReady ? .ok : .serviceUnavailable)
  }
}
