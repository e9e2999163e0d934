import Core
import Foundation
import Hummingbird
import Identity
import Logging
import Metrics

/// Writes down each request once: a log line without anything secret in it, a counter and a duration.
///
/// The route's template stands in for the path, which can hold tokens, and queries aren't noted at all.
struct AccessLog: Sendable {
  let metrics: any MetricsFactory
  let now: @Sendable () -> Date

  func note(_ request: Request, _ response: Response, _ context: APIContext) {
    let route = context.endpoint?.path ?? "unknown"
    let seconds = max(0, now().timeIntervalSince(context.receivedAt))
    let status = response.status.code
    log(request, route: route, status: status, seconds: seconds, context)
    Counter(
      label: "http_requests_total",
      dimensions: [("method", request.method.rawValue), ("route", route), ("status", "\(status / 100)xx")],
      factory: metrics
    ).increment()
    Metrics.Timer(
      label: "http_request_duration_seconds",
      dimensions: [("method", request.method.rawValue), ("route", route), ("status", "\(status / 100)xx")],
      factory: metrics
    ).recordNanoseconds(Int64(seconds * 1e9))
  }

  private func log(_ request: Request, route: String, status: Int, seconds: TimeInterval, _ context: APIContext) {
    let isNoise = context.endpoint?.surface == .operations || context.endpoint?.surface == .blobs
    context.logger.log(
      level: isNoise ? .debug : .info, "Answered a request",
      metadata: [
        "method": "\(request.method.rawValue)", "route": "\(route)", "status": "\(status)",
        "ms": "\(Int((seconds * 1000).rounded()))", "from": "\(context.remoteAddress ?? "-")",
        "person": "\(context.principal?.person.description ?? "-")",
      ])
  }
}
