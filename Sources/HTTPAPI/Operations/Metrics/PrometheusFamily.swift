/// Metrics of one name, told apart by their labels.
struct PrometheusFamily: Sendable {
  enum Kind: String {
    case counter, gauge, histogram
  }

  let kind: Kind
  var series: [String: any PrometheusSeries] = [:]

  func text(name: String) -> String {
    let lines = series.sorted { $0.key < $1.key }.map { $0.value.lines(name: name, labels: $0.key) }
    return "# TYPE \(name) \(kind.rawValue)\n" + lines.joined()
  }
}

/// One metric with its labels.
protocol PrometheusSeries: AnyObject, Sendable {
  /// - Parameter labels: `a="b",c="d"`, without braces.
  func lines(name: String, labels: String) -> String
}
